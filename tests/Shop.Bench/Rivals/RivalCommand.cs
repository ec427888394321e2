using System.CommandLine;
using Microsoft.Extensions.Hosting;

namespace Shop.Bench.Rivals;

/// <summary>The rivals that answer HTTP: bare Kestrel, with nothing behind it or a database.</summary>
internal static class RivalCommand
{
    public const string Name = "rival";
    public const string Ready = "ready";

    private static readonly Argument<int> Port = new("port");
    private static readonly Argument<string> Database = new("database");

    public static Command Create()
    {
        var command = new Command(Name) { Port, Database };
        command.Hidden = true;
        command.SetAction((line, stop) => Run(line.GetValue(Port), line.GetValue(Database)!, stop));
        return command;
    }

    private static async Task Run(int port, string database, CancellationToken stop)
    {
        await using var server = BareServer.Build(port, database);
        await server.StartAsync(stop);
        Console.WriteLine(Ready);
        await server.WaitForShutdownAsync(stop);
    }
}
