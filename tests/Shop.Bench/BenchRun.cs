using Npgsql;
using Shop.Bench.Load;
using Shop.Bench.Measuring;
using Shop.Bench.Reports;
using Shop.Bench.Rivals;
using Shop.Bench.Shops;

namespace Shop.Bench;

/// <summary>What the cases share: the shop, its rivals, one PostgreSQL, and the figures so far.</summary>
internal sealed class BenchRun(BenchOptions options, BenchDatabase postgres, RivalProcess rivals, ShopProcess shop)
{
    public const string Shop = "shop";

    private readonly HashSet<string> warmed = [];

    public BenchOptions Options => options;
    public BenchDatabase Postgres => postgres;
    public RivalProcess Rivals => rivals;
    public ShopProcess TheShop => shop;

    public List<Measurement> Measurements { get; } = [];
    public List<Target> Targets { get; } = [];

    /// <summary>What the audits found.</summary>
    public int Differences { get; set; }

    /// <summary>Measures the shop, with everything on disk that went before.</summary>
    public async Task<Measurement> Measure(
        string name, int clients, IReadOnlyList<string> requests, int expected, CancellationToken stop)
    {
        if (warmed.Add(name))
            await LoadProcess.Run(shop.Id, Warming(PlanFor(shop.Port, clients, requests, expected)), null, stop);

        await Tidy(stop);
        return await Measure(name, Shop, PlanFor(shop.Port, clients, requests, expected), stop);
    }

    /// <summary>Measures the shop by a plan of its own.</summary>
    public async Task<Measurement> Measure(string name, string who, LoadPlan plan, CancellationToken stop) =>
        Keep(await Run(name, who, shop.Id, plan, shop.Database, stop));

    /// <summary>Measures a rival behind HTTP.</summary>
    public async Task<Measurement> MeasureRival(
        string name, string who, int clients, string request, CancellationToken stop) =>
        Keep(await Run(
            name, who, rivals.Id, PlanFor(rivals.Port, clients, [request], expected: 200), rivals.Database, stop));

    /// <summary>Adds what was measured elsewhere.</summary>
    public Measurement Keep(Measurement measured)
    {
        Measurements.Add(measured);
        Console.WriteLine(ResultTable.Line(measured));
        return measured;
    }

    /// <summary>Puts what a rival did beside it.</summary>
    public static void Compare(Measurement measured, Measurement rival) =>
        measured.Against[rival.Who] = measured.PerSecond / rival.PerSecond;

    /// <summary>What was written before must not cost who comes after.</summary>
    public async Task Tidy(CancellationToken stop)
    {
        foreach (var sql in (string[])["vacuum analyze", "checkpoint"])
        {
            await using var tidy = shop.Database.CreateCommand(sql);
            tidy.CommandTimeout = 300;
            await tidy.ExecuteNonQueryAsync(stop);
        }
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

    /// <summary>
    /// What a shop does for the first time is compiled meanwhile, and better once it is known to be done often.
    /// </summary>
    private LoadPlan Warming(LoadPlan plan) => plan with { WarmUp = 0, Seconds = warmed.Count == 1 ? 8 : 3 };

    private static async Task<Measurement> Run(
        string name, string who, int server, LoadPlan plan, NpgsqlDataSource database, CancellationToken stop)
    {
        var (report, did) = await LoadProcess.Run(server, plan, database, stop);
        return new Measurement { Case = name, Who = who, Clients = plan.Connections, PerSecond = 0 }
            .With(report).With(did!);
    }
}
