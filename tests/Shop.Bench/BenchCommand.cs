using System.CommandLine;
using Shop.Bench.Cases;
using Shop.Bench.Reports;
using Shop.Bench.Rivals;
using Shop.Bench.Shops;

namespace Shop.Bench;

/// <summary><c>shop bench</c>: measures the shop beside its rivals, on one PostgreSQL, in one run.</summary>
internal static class BenchCommand
{
    private static readonly Argument<string[]> Cases = new("case")
    {
        Description = $"{string.Join(", ", BenchCase.All.Select(one => one.Name))}; all of them when none is named.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<bool> Quick = new("--quick")
    {
        Description = "Fewer sizes, less time for each: below three minutes in all.",
    };

    private static readonly Option<string?> Json = new("--json")
    {
        Description = "Where the figures are written as JSON: .shop/bench.json when it is not told.",
        HelpName = "FILE",
    };

    private static readonly Option<bool> Statements = new("--statements")
    {
        Description = "Tell after each case which SQL took PostgreSQL's time. Counting it costs a little.",
    };

    public static RootCommand Create()
    {
        var command = new RootCommand("Measures the shop beside its rivals, on one PostgreSQL, in one run.")
        {
            Cases, Quick, Json, Statements,
        };
        command.SetAction((line, stop) => Run(
            new BenchOptions(
                line.GetValue(Cases) ?? [], line.GetValue(Quick), line.GetValue(Json), line.GetValue(Statements)),
            stop));
        return command;
    }

    /// <returns>0 also when a target is missed; 1 when a case failed, or the books do not balance after it.</returns>
    private static async Task<int> Run(BenchOptions options, CancellationToken stop)
    {
        var cases = BenchCase.Named(options.Cases);
        var began = TimeProvider.System.GetTimestamp();
        var home = Environment.GetEnvironmentVariable("SHOP_HOME") ?? Environment.CurrentDirectory;
        var folder = Path.Combine(home, ".shop", $"bench-{Environment.ProcessId}");
        Directory.CreateDirectory(folder);
        try
        {
            await using var postgres = await BenchDatabase.Start(
                Path.Combine(folder, "postgres"), options.Statements, stop);
            var machine = Machine.Look(postgres.Files);
            Console.WriteLine(machine);
            await using var rivals = await RivalProcess.Start(postgres.ConnectionString, stop);
            await using var run = new BenchRun(options, postgres, rivals, await ShopProcess.Start(
                postgres.ConnectionString, Path.Combine(folder, "data"), stop));
            await new BenchCase("warm-up", MixedCase.WarmUp).Carry(run, stop);
            foreach (var one in cases)
                await one.Carry(run, stop);

            Console.WriteLine(ResultTable.Of(run.Targets));
            foreach (var failure in run.Failures)
                Console.WriteLine($"  FAILED  {failure}");

            Console.WriteLine($"All of it took {TimeProvider.System.GetElapsedTime(began).TotalSeconds:N0} s");
            var file = options.Json ?? Path.Combine(home, ".shop", "bench.json");
            await ResultFile.Write(file, machine, run, stop);
            Console.WriteLine($"The figures are in {file}");
            return run.Differences == 0 && run.Failures.Count == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
