using Shop.Bench.Measuring;
using Shop.Bench.Reports;
using Shop.Hosting;

namespace Shop.Bench.Cases;

/// <summary>One thing that is measured, with the rivals it is measured against.</summary>
internal sealed record BenchCase(string Name, Func<BenchRun, CancellationToken, Task> Run)
{
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

    /// <summary>Runs it, and then proves that nothing was lost or sold twice on the way.</summary>
    public async Task Carry(BenchRun run, CancellationToken stop)
    {
        var began = TimeProvider.System.GetTimestamp();
        Console.WriteLine($"\n{Name}\n{ResultTable.Head}");
        var before = run.Measurements.Count;
        if (run.Options.Statements)
            await Statements.Forget(run.TheShop.Database, stop);

        await Run(run, stop);
        if (run.Options.Statements)
            Console.Write(await Statements.Top(run.TheShop.Database, stop));

        Console.Write(ResultTable.Ratios(run.Measurements.Skip(before)));
        await run.Audit(run.TheShop.Database, stop);
        Console.WriteLine($"  took {TimeProvider.System.GetElapsedTime(began).TotalSeconds:N0} s");
    }
}
