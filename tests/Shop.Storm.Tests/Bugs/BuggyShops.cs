using Npgsql;
using Shop.Storm.World;

namespace Shop.Storm.Bugs;

/// <summary>The nodes of one shop, on one database.</summary>
internal sealed class BuggyShops(PlantedBug bug) : IAsyncDisposable
{
    private readonly BuggyShop[] nodes = [.. Enumerable.Range(0, bug.NodeCount).Select(_ => new BuggyShop(bug))];

    public NpgsqlDataSource Database => nodes[0].Database.Source;

    /// <summary>Each customer comes to any node, with each request.</summary>
    public string Door() => nodes[Random.Shared.Next(nodes.Length)].Url;

    public async Task Start(WebhookDetour webhooks)
    {
        foreach (var (number, node) in nodes.Index())
        {
            node.Settings["SHOP_CLUSTER_ID"] = $"shop-{number}"; // Or they would share out the grains.
            foreach (var (name, value) in StormWorld.Settings(webhooks))
                node.Settings[name] = value;
        }

        await (nodes.Length == 1 ? nodes[0].InitializeAsync() : nodes[0].InitializeBoth(nodes[1]));
        if (bug.Sql.Length > 0)
            await nodes[0].Database.Run(bug.Sql);
        foreach (var node in nodes)
            await node.Opened();
    }

    public async Task PowerCut()
    {
        foreach (var node in nodes)
            await node.PowerCut();
    }

    /// <summary>Until every order that nobody paid is late.</summary>
    public TimeSpan Jump()
    {
        foreach (var node in nodes)
            node.Clock.Advance(StormWorld.AllLate);

        return StormWorld.AllLate;
    }

    /// <summary>The first holds the database, so it goes last.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes.Reverse())
            await node.DisposeAsync();
    }
}
