using Npgsql;
using Shop.Bench.Load;
using Shop.Bench.Measuring;
using Shop.Bench.Reports;
using Shop.Bench.Rivals;
using Shop.Bench.Shops;
using Shop.Commands;

namespace Shop.Bench;

/// <summary>What the cases share: the shop, its rivals, one PostgreSQL, and the figures so far.</summary>
internal sealed class BenchRun(BenchOptions options, BenchDatabase postgres, RivalProcess rivals, ShopProcess shop)
    : IAsyncDisposable
{
    public const string Shop = "shop";

    private readonly HashSet<string> warmed = [];

    public BenchOptions Options => options;
    public BenchDatabase Postgres => postgres;
    public RivalProcess Rivals => rivals;
    public ShopProcess TheShop { get; private set; } = shop;

    public List<Measurement> Measurements { get; private init; } = [];
    public List<Target> Targets { get; private init; } = [];

    private double FirstWarmUp { get; init; } = options.FirstWarmUp;

    /// <summary>The same run with another shop in it.</summary>
    public BenchRun With(ShopProcess other) =>
        new(options, postgres, rivals, other)
        {
            Measurements = Measurements,
            Targets = Targets,
            FirstWarmUp = options.OtherWarmUp,
        };

    /// <summary>What the audits found.</summary>
    public int Differences { get; private set; }

    /// <summary>Cases that came to no end, and why.</summary>
    public List<string> Failures { get; } = [];

    public void Fail(string name, string reason)
    {
        Failures.Add($"{name}: {reason}");
        Console.WriteLine($"THE CASE {name} FAILED: {reason}");
    }

    /// <summary>A shop that did not live through a case is started again for the next.</summary>
    public async Task Revive(CancellationToken stop)
    {
        if (TheShop.HasExited)
            TheShop = await TheShop.StartAgain(stop);
    }

    public ValueTask DisposeAsync() => TheShop.DisposeAsync();

    /// <summary>Measures the shop, with everything on disk that went before.</summary>
    public async Task<Measurement> Measure(
        string name, int clients, IReadOnlyList<string> requests, int expected, CancellationToken stop)
    {
        var plan = PlanFor(TheShop.Port, clients, requests, expected);
        await WarmUp(name, plan, stop);
        await Tidy(stop);
        return await Measure(name, Shop, plan, stop);
    }

    /// <summary>
    /// What a shop does for the first time is compiled meanwhile, and better once it is known to be done often.
    /// </summary>
    public async Task WarmUp(string name, LoadPlan plan, CancellationToken stop)
    {
        if (warmed.Add(name))
        {
            var warming = plan with
            {
                WarmUp = 0,
                Seconds = warmed.Count == 1 ? FirstWarmUp : options.CaseWarmUp,
            };
            await LoadProcess.Run(TheShop.Id, warming, database: null, stop);
        }
    }

    /// <summary>Measures the shop by a plan of its own.</summary>
    public async Task<Measurement> Measure(string name, string who, LoadPlan plan, CancellationToken stop) =>
        Keep(await Run(name, who, TheShop.Id, plan, TheShop.Database, stop));

    /// <summary>Measures a rival behind HTTP.</summary>
    public Task<Measurement> MeasureRival(
        string name, string who, int clients, string request, CancellationToken stop) =>
        MeasureRival(name, who, PlanFor(rivals.Port, clients, [request], expected: 200), stop);

    /// <summary>Measures a rival behind HTTP by a plan of its own.</summary>
    public async Task<Measurement> MeasureRival(string name, string who, LoadPlan plan, CancellationToken stop)
    {
        var measured = Keep(await Run(name, who, rivals.Id, plan, rivals.Database, stop));
        await rivals.Rest(stop);
        return measured;
    }

    /// <summary>Adds what was measured elsewhere.</summary>
    public Measurement Keep(Measurement measured)
    {
        Measurements.Add(measured);
        Console.WriteLine(ResultTable.Line(measured));
        return measured;
    }

    /// <summary>Puts what a rival did beside it. Beside one that did nothing there is no number.</summary>
    public static void Compare(Measurement measured, Measurement rival) =>
        measured.Against[rival.Who] = rival.PerSecond > 0 ? measured.PerSecond / rival.PerSecond : double.NaN;

    /// <summary>What was written before must not cost who comes after.</summary>
    public async Task Tidy(CancellationToken stop)
    {
        await using var tables = TheShop.Database.CreateCommand(
            "select string_agg(format('%I.%I', schemaname, relname), ', ') from pg_stat_user_tables");
        var all = (string)(await tables.ExecuteScalarAsync(stop))!;
        foreach (var sql in (string[])[$"vacuum analyze {all}", "checkpoint"])
        {
            await using var tidy = TheShop.Database.CreateCommand(sql);
            tidy.CommandTimeout = 300;
            await tidy.ExecuteNonQueryAsync(stop);
        }
    }

    /// <summary>Proves that nothing was lost or sold twice on the way.</summary>
    public async Task Audit(NpgsqlDataSource database, CancellationToken stop)
    {
        var found = new StringWriter();
        var differences = await AuditCommand.Audit(database, found, stop);
        Console.WriteLine(differences == 0
            ? $"  audit: {found.ToString().Split('\n')[0]}: everything adds up"
            : $"THE AUDIT FOUND {differences} DIFFERENCES\n{found}");
        Differences += differences;
    }

    public LoadPlan PlanFor(int port, int clients, IReadOnlyList<string> requests, int expected) => new()
    {
        Port = port,
        Connections = clients,
        Requests = requests,
        Expected = [expected],
        WarmUp = options.WarmUp,
        Seconds = options.Seconds,
    };

    private static async Task<Measurement> Run(
        string name, string who, int server, LoadPlan plan, NpgsqlDataSource database, CancellationToken stop)
    {
        var (report, did) = await LoadProcess.Run(server, plan, database, stop);
        return new Measurement { Case = name, Who = who, Clients = plan.Connections, PerSecond = 0 }
            .With(report).With(did!);
    }
}
