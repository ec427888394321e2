using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shop.Hosting;
using Shop.Storage;

namespace Shop.Commands;

/// <summary>
/// <c>shop cluster N</c>: N silos and an API front, each a process, on this machine and one PostgreSQL.
/// </summary>
internal static class ClusterCommand
{
    private static readonly Argument<int> Silos = new("N")
    {
        Description = "How many silos.",
        DefaultValueFactory = _ => 2,
    };

    public static Command Create()
    {
        var command = new Command(
            "cluster", "Start N silos and an API front on Microsoft Orleans. Ctrl-C stops all of it.")
        {
            Silos, CommonOptions.Port, CommonOptions.Data,
        };
        command.SetAction(async (line, stop) => await NodeCommand.RefuseWithoutClusters()
            ?? await Run(CommonOptions.Read(line), line.GetValue(Silos), stop));
        return command;
    }

    private static async Task<int> Run(ShopSettings settings, int silos, CancellationToken stop)
    {
        if (silos is < 1 or > 16)
            throw new CannotStartException("The number of silos is from 1 to 16.");

        await using var claim = settings.Data.Claim();
        settings.Web.RefuseTakenPort();
        await using var database = await ShopDatabase.Open(settings, Console.WriteLine, stop);
        Console.WriteLine(database.Description);
        await using (var source = NpgsqlDataSource.Create(database.ConnectionString))
        {
            await new DatabaseStart(source, TimeProvider.System, NullLogger<DatabaseStart>.Instance)
                .Prepare(settings.Database.Patience, stop);
        }

        await using var nodes = new ClusterNodes(settings, database.ConnectionString);
        await Task.WhenAll(Enumerable.Range(1, silos).Select(number => nodes.StartSilo(number, stop)));
        await nodes.StartApi(stop);
        settings.Data.RememberAddress(settings.Web.Url);
        Console.WriteLine($"""

              API        {settings.Web.Url}/swagger
              Admin      {settings.AdminForPeople()}

            Ctrl-C stops it.
            Shop is ready at {settings.Web.Url}
            """);
        return await nodes.UntilApiEnds(stop);
    }
}
