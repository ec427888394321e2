using Shop.Storm.Customers;
using Shop.Storm.World;

namespace Shop.Storm.Operations;

/// <summary>A shop in processes of its own, with goods on sale and no fault but those a test makes.</summary>
public sealed class RunningStorm : IAsyncLifetime
{
    private ShopClient? shop;
    private Market? market;

    internal StormWorld World { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        World = await StormWorld.Create(StormPlan.ShopBesideUs, seed: 1, CancellationToken.None);
        shop = new ShopClient(World.Door, World.Record);
        var staff = new Staff(shop, World.Record, new Random(1));
        market = await Market.Open(shop, await staff.SignIn());
    }

    public async Task DisposeAsync()
    {
        shop?.Dispose();
        if (World is not null)
            await World.DisposeAsync();
    }

    internal Crowd Crowd() => new(shop!, World.Record, market!);

    /// <summary>Orders that were acknowledged, of which a database knows nothing.</summary>
    internal static async Task<IReadOnlyList<Guid>> Missing(
        Npgsql.NpgsqlDataSource database, IReadOnlyCollection<Guid> acknowledged)
    {
        await using var query = database.CreateCommand("""
            select coalesce(array_agg(id), '{}')
            from   unnest($1) as told (id)
            where  id not in (select id from orders)
            """);
        query.Parameters.AddWithValue(acknowledged.ToArray());
        return (Guid[])(await query.ExecuteScalarAsync())!;
    }
}

[CollectionDefinition(nameof(RunningStorm))]
public sealed class RunningStormUsers : ICollectionFixture<RunningStorm>;
