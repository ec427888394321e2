using System.CommandLine;

namespace Shop.Storm;

/// <summary><c>./shop storm</c>: everything that can break breaks while customers buy; nothing may be lost.</summary>
internal static class StormCommand
{
    private static readonly Option<int?> Seed = new("--seed")
    {
        Description = "Repeats the faults of an earlier storm; without it, one is drawn.",
        HelpName = "N",
    };

    private static readonly Option<int> Seconds = new("--seconds")
    {
        Description = "How long faults strike.",
        HelpName = "S",
        DefaultValueFactory = _ => 600,
    };

    private static readonly Option<string> Program = new("--program")
    {
        Description = "The shop's assembly.",
        HelpName = "DLL",
        Hidden = true,
        DefaultValueFactory = _ => StormPlan.ShopBesideUs,
    };

    public static RootCommand Create()
    {
        var command = new RootCommand("A shop under faults of every kind, and the proof that it lost nothing.")
        {
            Seed, Seconds, Program,
        };
        command.SetAction((line, stop) => Run(
            new StormPlan(
                line.GetValue(Seed) ?? Random.Shared.Next(1, 100_000),
                TimeSpan.FromSeconds(line.GetValue(Seconds)), line.GetValue(Program)!),
            stop));
        return command;
    }

    private static async Task<int> Run(StormPlan plan, CancellationToken stop)
    {
        Console.WriteLine($"Storm with seed {plan.Seed}, {plan.Length.TotalSeconds:N0} s");
        var report = await new StormRun(plan, Console.Out).Run(stop);
        report.Write(Console.Out);
        Console.WriteLine();
        Console.WriteLine(report.Holds
            ? "Nothing was lost."
            : $"THE PROMISE IS BROKEN. Repeat it with --seed {plan.Seed} --seconds {plan.Length.TotalSeconds:N0}");
        return report.Holds ? 0 : 1;
    }
}
