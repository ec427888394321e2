using Shop.Bench.Measuring;
using Shop.Bench.Reports;
using Shop.Hosting;

namespace Shop.Bench.Cases;

/// <summary>One thing that is measured, with the rivals it is measured against.</summary>
internal sealed record BenchCase(string Name, Func<BenchRun, CancellationToken, Task> Run)
{
    /// <summary>A case that takes longer hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static IReadOnlyList<BenchCase> All { get; } =
    [
        new(HotCase.Name, HotCase.Run),
        new(SpreadCase.Name, SpreadCase.Run),
        new(SoldOutCase.Name, SoldOutCase.Run),
        new(CartCase.Name, CartCase.Run),
        new(ReadCase.Name, ReadCase.Run),
        new(MixedCase.Name, MixedCase.Run),
        new(WebhookCase.Name, WebhookCase.Run),
        new(ReserveCase.Name, ReserveCase.Run),
        new(OverloadCase.Name, OverloadCase.Run),
        new(GrowthCase.Name, GrowthCase.Run),
    ];

    public static IReadOnlyList<BenchCase> Named(IReadOnlyList<string> names) => names.Count == 0
        ? All
        : [.. names.Select(name => All.FirstOrDefault(one => one.Name == name)
            ?? throw new CannotStartException(
                $"There is no case '{name}': {string.Join(", ", All.Select(one => one.Name))}."))];

    /// <summary>
    /// Runs it, and then proves that nothing was lost or sold twice on the way. One that fails is told of, and the
    /// others have their turn.
    /// </summary>
    public async Task Carry(BenchRun run, CancellationToken stop)
    {
        var began = TimeProvider.System.GetTimestamp();
        Console.WriteLine($"\n{Name}\n{ResultTable.Head}");
        var before = run.Measurements.Count;
        await Try(run, cancel => Measure(run, cancel), stop);
        Console.Write(ResultTable.Ratios(run.Measurements.Skip(before)));
        await Try(run, cancel => run.Audit(run.TheShop.Database, cancel), stop);
        Console.WriteLine($"  took {TimeProvider.System.GetElapsedTime(began).TotalSeconds:N0} s");
    }

    private async Task Measure(BenchRun run, CancellationToken stop)
    {
        await run.Revive(stop);
        if (run.Options.Statements)
            await Statements.Forget(run.TheShop.Database, stop);

        await Run(run, stop);
        if (run.Options.Statements)
            Console.Write(await Statements.Top(run.TheShop.Database, stop));
    }

    private async Task Try(BenchRun run, Func<CancellationToken, Task> act, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        try
        {
            await act(limit.Token);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            run.Fail(Name, limit.IsCancellationRequested
                ? $"it was not done within {Patience.TotalMinutes} minutes"
                : failure.Message);
        }
    }
}
