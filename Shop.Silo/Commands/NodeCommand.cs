using System.CommandLine;
using Shop.Hosting;
using Shop.Storage;

namespace Shop.Commands;

/// <summary><c>shop silo</c> and <c>shop api</c>: one process of a cluster, set up by the environment alone.</summary>
internal static class NodeCommand
{
    /// <summary>
    /// Set by <c>shop cluster</c>: the node stops when its input closes, so it never outlives who started it.
    /// </summary>
    public const string StopsWithInput = "SHOP_STOPS_WITH_INPUT";

    /// <summary>What was asked for cannot be had on this engine.</summary>
    private const int NotOnThisEngine = 2;

    public static Command CreateSilo() =>
        Create("silo", "One silo of a cluster (settings: docs/operations.md).", ShopRole.Silo);

    public static Command CreateApi() =>
        Create("api", "An API front of a cluster (settings: docs/operations.md).", ShopRole.Api);

    /// <returns>Null on an engine that forms clusters, else the exit code, after saying why not.</returns>
    public static async Task<int?> RefuseWithoutClusters()
    {
        if (GrainHost.FormsClusters)
            return null;

        await Console.Error.WriteLineAsync(
            "A cluster needs Microsoft Orleans, and grains run on Shop.LocalOrleans here, "
            + "which is one process by design: "
            + $"{Environment.GetEnvironmentVariable("SHOP_GRAIN_HOST_REASON") ?? "it was built so"}. "
            + "'./shop up' runs the whole shop in one process.");
        return NotOnThisEngine;
    }

    private static Command Create(string name, string description, ShopRole role)
    {
        var command = new Command(name, description) { CommonOptions.Port };
        command.SetAction(async (line, stop) =>
            await RefuseWithoutClusters() ?? await Run(CommonOptions.Read(line), role, stop));
        return command;
    }

    private static async Task<int> Run(ShopSettings settings, ShopRole role, CancellationToken stop)
    {
        var connectionString = settings.Database.ConnectionString
            ?? throw new CannotStartException("SHOP_DATABASE_URL is missing: the nodes of a cluster share a database.");
        settings.Web.RefuseTakenPort();
        await using var node = ShopApplication.Build(settings, connectionString, role, builder =>
        {
            if (role is ShopRole.Api)
                builder.AddFirstRun(settings);
        });
        await node.Services.GetRequiredService<DatabaseStart>().Prepare(settings.Database.Patience, stop);
        if (role is ShopRole.Silo)
            await DefunctSilos.Forget(connectionString, settings.Silo.ClusterId, stop);

        await node.StartAsync(stop);
        Console.WriteLine($"Ready at {settings.Web.Url}");
        await UntilStopped(stop);
        await node.StopAsync(CancellationToken.None);
        return 0;
    }

    private static async Task UntilStopped(CancellationToken stop)
    {
        var signal = Task.Delay(Timeout.Infinite, stop);
        var input = Environment.GetEnvironmentVariable(StopsWithInput) is null
            ? signal
            : Console.In.ReadToEndAsync(CancellationToken.None);
        await Task.WhenAny(signal, input);
    }
}
