using System.CommandLine;
using Shop.Hosting;

namespace Shop.Commands;

/// <summary>
/// <c>test-database</c>: a throw-away PostgreSQL for a test run. It prints its connection string and ends when its
/// input closes, which also happens when the run is killed.
/// </summary>
internal static class TestDatabaseCommand
{
    public static Command Create()
    {
        var command = new Command("test-database", "A throw-away PostgreSQL, until the input closes.")
        {
            Hidden = true,
        };
        command.SetAction((_, stop) => Run(stop));
        return command;
    }

    private static async Task Run(CancellationToken stop)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"shop-tests-{Guid.CreateVersion7():N}");
        if (await PostgresBinaries.Find(stop) is [])
            await PostgresInstall.Try(Console.Error.WriteLine, stop);

        await using var postgres = await PrivatePostgres.Start(folder, Console.Error.WriteLine, stop, throwAway: true);
        Console.WriteLine(postgres.ConnectionString);
        await Console.In.ReadToEndAsync(stop);
    }
}
