using Shop.Bench.Reports;
using Shop.Commands;
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
    ];

    public static IReadOnlyList<BenchCase> Named(IReadOnlyList<string> names) => names.Count == 0
        ? All
        : [.. names.Select(name => All.FirstOrDefault(one => one.Name == name)
            ?? throw new CannotStartException(
                $"There is no case '{name}': {string.Join(", ", All.Select(one => one.Name))}."))];

    /// <summary>Runs it, and then proves that nothing was lost or sold twice on the way.</summary>
    public async Task Carry(BenchRun run, CancellationToken stop)
    {
        Console.WriteLine($"\n{Name}\n{ResultTable.Head}");
        await Run(run, stop);
        var found = new StringWriter();
        var differences = await AuditCommand.Audit(run.TheShop.Database, found, stop);
        Console.WriteLine(differences == 0
            ? $"  audit: {found.ToString().Split('\n')[0]}: everything adds up"
            : $"THE AUDIT FOUND {differences} DIFFERENCES\n{found}");
        run.Differences += differences;
    }
}
