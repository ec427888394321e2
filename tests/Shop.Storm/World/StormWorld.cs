using System.Globalization;
using Npgsql;
using Shop.Hosting;
using Shop.Storm.Customers;
using Shop.Testing;

namespace Shop.Storm.World;

/// <summary>A shop with its database, the wire between them, its payment provider's way in, and its clock.</summary>
internal sealed class StormWorld : IAsyncDisposable
{
    /// <summary>Short, so that orders expire while the storm lasts.</summary>
    public const int HoldSeconds = 45;

    public const string AdminEmail = "admin@shop.example";
    public const string AdminPassword = "a pass phrase for the storm";

    /// <summary>More than any order waits for its money.</summary>
    public static readonly TimeSpan AllLate = TimeSpan.FromSeconds(HoldSeconds + 5);

    private readonly Tidier tidier = new();
    private readonly ShopProcess[] processes = new ShopProcess[2];
    private readonly Lock turn = new();
    private volatile string[] doors = [];
    private int ahead;

    private StormWorld()
    {
    }

    public Record Record { get; } = new();
    public StormPostgres Postgres { get; private set; } = null!;
    public FlakyLink Link { get; private set; } = null!;
    public WebhookDetour Webhooks { get; private set; } = null!;

    /// <summary>Straight to the database, not over the wire that is cut.</summary>
    public NpgsqlDataSource Database { get; private set; } = null!;

    public ShopProcess Shop => processes[0];

    /// <summary>A second process on the same database. It runs only while a fault lets it.</summary>
    public ShopProcess Twin => processes[1];

    public string Folder => tidier.Folder;

    /// <summary>How far the shop's clock is ahead of the machine's.</summary>
    public TimeSpan Ahead => TimeSpan.FromSeconds(Volatile.Read(ref ahead));

    public static async Task<StormWorld> Create(string program, int seed, CancellationToken stop)
    {
        var world = new StormWorld();
        try
        {
            world.Postgres = await StormPostgres.Start(Path.Combine(world.Folder, "postgres"), stop);
            world.Link = new FlakyLink(world.Postgres.ConnectionString);
            world.Database = NpgsqlDataSource.Create(world.Postgres.ConnectionString + ";Command Timeout=60");
            world.Webhooks = await WebhookDetour.Start(world.Door, seed);
            world.Jump(TimeSpan.Zero);
            var setting = world.Setting(program);
            for (var i = 0; i < 2; i++)
                world.processes[i] = new(setting, Path.Combine(world.Folder, $"shop-{i}"), FreePort.Find());

            world.Shop.Start();
            await world.Shop.UntilReady(stop);
            world.Open(world.Shop);
            return world;
        }
        catch
        {
            world.Keep();
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>One of the processes that customers may come to.</summary>
    public string Door() => doors is { Length: > 0 } open
        ? open[Random.Shared.Next(open.Length)]
        : Shop.Url;

    public void Open(ShopProcess shop)
    {
        lock (turn)
            doors = [.. doors.Append(shop.Url).Distinct()];
    }

    public void Close(ShopProcess shop)
    {
        lock (turn)
            doors = [.. doors.Except([shop.Url])];
    }

    /// <summary>Moves the shop's clock ahead.</summary>
    public void Jump(TimeSpan by)
    {
        var seconds = Interlocked.Add(ref ahead, (int)by.TotalSeconds);
        var file = Path.Combine(Folder, "clock");
        File.WriteAllText(file + ".new", seconds.ToString(CultureInfo.InvariantCulture));
        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>In the end, leaves logs and data for somebody to look at.</summary>
    public void Keep() => tidier.Keeps = true;

    public void Forget() => tidier.Keeps = false;

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
            process?.Dispose();
        if (Webhooks is not null)
            await Webhooks.DisposeAsync();
        if (Database is not null)
            await Database.DisposeAsync();
        if (Link is not null)
            await Link.DisposeAsync();
        if (Postgres is not null)
            await Postgres.DisposeAsync();

        tidier.Dispose();
    }

    /// <summary>What is set in every process of one shop.</summary>
    public static IReadOnlyList<(string Name, string Value)> Settings(WebhookDetour webhooks) =>
    [
        ("SHOP_SECRET", "the secret that all processes of the storm share"),
        ("SHOP_SANDBOX_SECRET", "a secret for the storm"),
        ("SHOP_SANDBOX_URL", webhooks.Url),
        ("SHOP_HOLD_SECONDS", $"{HoldSeconds}"),
    ];

    private ShopSetting Setting(string program) => new(
        program,
        [
            .. Settings(Webhooks),
            ("SHOP_DATABASE_URL", Link.ConnectionString),
            ("SHOP_ADMIN_EMAIL", AdminEmail),
            ("SHOP_ADMIN_PASSWORD", AdminPassword),
            ("SHOP_DEMO_CATALOGUE", "off"),
            ("SHOP_CLOCK_FILE", Path.Combine(Folder, "clock")),
            ("SHOP_DATABASE_PATIENCE", "300"),
        ],
        tidier.Keep);
}
