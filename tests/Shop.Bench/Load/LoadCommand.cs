using System.CommandLine;
using System.Text.Json;

namespace Shop.Bench.Load;

/// <summary>The load generator: a process of its own, so that its CPU is told apart from the shop's.</summary>
internal static class LoadCommand
{
    public const string Name = "load";
    public const string Begins = "counting";
    public const string Ends = "counted";

    private static readonly Argument<string> Plan = new("plan");

    public static Command Create()
    {
        var command = new Command(Name) { Plan };
        command.Hidden = true;
        command.SetAction((line, stop) => Run(line.GetValue(Plan)!, stop));
        return command;
    }

    private static async Task Run(string file, CancellationToken stop)
    {
        var plan = JsonSerializer.Deserialize<LoadPlan>(await File.ReadAllTextAsync(file, stop))!;
        var report = await new LoadRun(plan).Run(Console.WriteLine, stop);
        Console.WriteLine(JsonSerializer.Serialize(report));
    }
}
