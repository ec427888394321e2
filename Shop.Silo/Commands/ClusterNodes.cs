using System.Collections.Concurrent;
using System.Diagnostics;
using Shop.Hosting;

namespace Shop.Commands;

/// <summary>The processes of a cluster on this machine.</summary>
/// <remarks>
/// The cluster has an id of its own at every start: members of an earlier one that were killed are nobody's business.
/// </remarks>
internal sealed class ClusterNodes(ShopSettings settings, string connectionString) : IAsyncDisposable
{
    private static readonly TimeSpan Stopping = TimeSpan.FromSeconds(7);

    private readonly string clusterId = $"shop-{Guid.CreateVersion7():N}";
    private readonly ConcurrentBag<Process> nodes = [];
    private Process? front;

    /// <summary>Answers when the silo is a member.</summary>
    public Task StartSilo(int number, CancellationToken stop) => Start($"silo {number}", "silo", FreePort.Find(), stop);

    /// <summary>Answers when the shop is open.</summary>
    public async Task StartApi(CancellationToken stop) => front = await Start("api", "api", settings.Web.Port, stop);

    /// <summary>A silo that dies is told of and left to the others; without the API front the shop is shut.</summary>
    /// <returns>The exit code for the whole.</returns>
    public async Task<int> UntilApiEnds(CancellationToken stop)
    {
        try
        {
            await front!.WaitForExitAsync(stop);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(Stopping);
        await Task.WhenAll(nodes.OrderBy(node => node == front ? 0 : 1).Select(node => Stop(node, patience.Token)));
    }

    private async Task<Process> Start(string name, string command, int port, CancellationToken stop)
    {
        var node = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. Program, command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment =
            {
                [NodeCommand.StopsWithInput] = "yes",
                ["SHOP_DATABASE_URL"] = connectionString,
                ["SHOP_DATA"] = settings.Data.Path,
                ["SHOP_CLUSTER_ID"] = clusterId,
                ["SHOP_PORT"] = $"{port}",
                ["SHOP_SILO_PORT"] = $"{FreePort.Find()}",
                ["SHOP_GATEWAY_PORT"] = $"{FreePort.Find()}",
                ["SHOP_SANDBOX_URL"] = settings.Web.Url,
            },
        })!;
        nodes.Add(node);
        Console.WriteLine($"Starting {name} (process {node.Id})");
        if (await node.StandardOutput.ReadLineAsync(stop) is null)
            throw new CannotStartException($"{name} did not start.");

        _ = Watch(name, node, stop);
        return node;
    }

    /// <summary>Run by <c>dotnet</c>, the program is its first argument; run by itself, there is none.</summary>
    private static string[] Program =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [typeof(ClusterNodes).Assembly.Location]
            : [];

    private static async Task Watch(string name, Process node, CancellationToken stop)
    {
        await node.WaitForExitAsync(CancellationToken.None);
        if (!stop.IsCancellationRequested)
            Console.WriteLine($"{name} (process {node.Id}) ended with code {node.ExitCode}");
    }

    private static async Task Stop(Process node, CancellationToken patience)
    {
        try
        {
            node.StandardInput.Close();
            await node.WaitForExitAsync(patience);
        }
        catch (OperationCanceledException)
        {
            node.Kill();
        }
    }
}
