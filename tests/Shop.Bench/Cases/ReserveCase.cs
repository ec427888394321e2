using Npgsql;
using Shop.Bench.Measuring;
using Shop.Bench.Reports;

namespace Shop.Bench.Cases;

/// <summary>The stock of one SKU alone, without HTTP, carts and orders: what the grain makes of group commit.</summary>
internal static class ReserveCase
{
    public const string Name = "reserve";

    private const string Grain = "grain";
    private const string Batches = "batches of 256";

    /// <remarks>
    /// A database of its own: the shop would give back holds that no order stands behind. And a process of its own,
    /// in which nothing was compiled yet.
    /// </remarks>
    public static async Task Run(BenchRun run, CancellationToken stop)
    {
        var connectionString = await run.Postgres.Create("reserve", stop);
        await using var database = NpgsqlDataSource.Create(connectionString);
        var grain = await Measure(run, Grain, connectionString, database, stop);
        await run.Audit(database, stop);
        var batches = await Measure(run, Batches, run.Rivals.ConnectionString, run.Rivals.Database, stop);
        BenchRun.Compare(grain, batches);
        run.Targets.Add(Target.AtLeast(
            Name, "reservations with 256 waiting, as a share of bare batches of 256", grain.Against[Batches], 0.5));
    }

    private static async Task<Measurement> Measure(
        BenchRun run, string who, string connectionString, NpgsqlDataSource database, CancellationToken stop)
    {
        if (who == Batches)
            await run.Rivals.Reset(stop);

        var (kind, warmUp) = who == Grain ? ("grain", run.Options.OtherWarmUp) : ("batches", run.Options.CaseWarmUp);
        using var process = OwnProcess.Start(
            [ReserveCommand.Name, kind, connectionString, $"{warmUp}", $"{run.Options.Seconds}"],
            environment =>
            {
                environment["DOTNET_gcServer"] = "1";
                environment["SHOP_SANDBOX"] = "on";
            });
        var (report, did) = await LoadProcess.Watch(process, process.Id, database, stop);
        return run.Keep(new Measurement { Case = Name, Who = who, Clients = ReserveCommand.Callers, PerSecond = 0 }
            .With(report).With(did! with { LoadCpu = 0 }));
    }
}
