using System.Net;

namespace Shop.Hosting;

/// <summary>
/// All that can be set from outside about how the shop runs. Features keep their own settings beside them.
/// </summary>
internal sealed record ShopSettings
{
    public required IConfiguration Source { get; init; }

    /// <summary>The folder of everything that outlives a start.</summary>
    public required DataFolder Data { get; init; }

    public required DatabaseSettings Database { get; init; }
    public required WebSettings Web { get; init; }
    public required AdmissionLimits Admission { get; init; }
    public required AdminSettings Admin { get; init; }
    public required SecretSettings Secrets { get; init; }
    public required LogSettings Log { get; init; }
    public required SiloSettings Silo { get; init; }

    /// <summary>The one that was set, or else one that was made up for this data folder.</summary>
    public string AdminPassword() => Admin.Password ?? Data.AdminPassword();

    /// <summary>What keys are sealed under.</summary>
    public string Secret() => Secrets.Secret ?? Data.Secret();

    /// <param name="port">From the command line; it goes before the setting.</param>
    /// <param name="data">From the command line; it goes before the setting.</param>
    public static ShopSettings Read(int? port = null, string? data = null)
    {
        var home = Environment.GetEnvironmentVariable("SHOP_HOME") ?? Environment.CurrentDirectory;
        var source = Settings.Read(home);
        return From(source, data ?? source.Text("SHOP_DATA") ?? Path.Combine(home, ".shop", "data"), port);
    }

    /// <exception cref="CannotStartException">With one line that names the setting that is wrong.</exception>
    public static ShopSettings From(IConfiguration source, string data, int? port = null)
    {
        return new()
        {
            Source = source,
            Data = new(Path.GetFullPath(data)),
            Database = DatabaseSettings.Read(source),
            Web = WebSettings.Read(source, port),
            Admission = AdmissionSettings.Read(source),
            Admin = AdminSettings.Read(source),
            Secrets = SecretSettings.Read(source),
            Log = LogSettings.Read(source),
            Silo = SiloSettings.Read(source),
        };
    }
}

/// <param name="ConnectionString">Null when the shop is to find or start a PostgreSQL by itself.</param>
/// <param name="Patience">How long a PostgreSQL that was named may stay away at start.</param>
internal sealed record DatabaseSettings(string? ConnectionString, TimeSpan Patience)
{
    public static DatabaseSettings Read(IConfiguration source) => new(
        source.Text("SHOP_DATABASE_URL") is { } url ? PostgresAddress.Parse(url, "SHOP_DATABASE_URL") : null,
        TimeSpan.FromSeconds(source.Number("SHOP_DATABASE_PATIENCE", fallback: 300, least: 0, most: 86_400)));
}

/// <param name="Listen">127.0.0.1 unless a reverse proxy or a container needs more.</param>
/// <param name="Port">Where it answers HTTP.</param>
/// <param name="Environment"><c>Development</c> opens what only a try-out or a test may use.</param>
/// <param name="DemoCatalogue">Whether a new shop is given something to sell.</param>
internal sealed record WebSettings(IPAddress Listen, int Port, string Environment, bool DemoCatalogue = false)
{
    private const int UsualPort = 5080;

    public string Url => $"http://{(IPAddress.Any.Equals(Listen) ? IPAddress.Loopback : Listen)}:{Port}";

    public static WebSettings Read(IConfiguration source, int? port)
    {
        var environment = source.Choice("SHOP_ENVIRONMENT", ShopEnvironment.Development);
        return new(
            source.Address("SHOP_LISTEN", IPAddress.Loopback),
            port ?? source.Number("SHOP_PORT", UsualPort, least: 1, most: 65_535),
            environment.ToString(),
            source.Choice(
                "SHOP_DEMO_CATALOGUE",
                environment is ShopEnvironment.Development ? Switch.On : Switch.Off) is Switch.On);
    }

    /// <summary>Says so before anything is started, not after.</summary>
    public void RefuseTakenPort()
    {
        if (!FreePort.Is(Listen, Port))
            throw new CannotStartException($"Port {Port} is taken: choose another with --port.");
    }
}

internal enum Switch
{
    Off,
    On,
}

internal enum ShopEnvironment
{
    Development,
    Production,
}

/// <param name="Password">Null when one is to be made up and kept in the data folder.</param>
internal sealed record AdminSettings(string Email, string? Password)
{
    public static AdminSettings Read(IConfiguration source) =>
        new(source.Email("SHOP_ADMIN_EMAIL", "admin@shop.example"), source.Text("SHOP_ADMIN_PASSWORD"));

    public override string ToString() => Email;
}

/// <param name="Secret">Null when one is to be made up and kept in the data folder.</param>
/// <param name="Former">The secret before this one, while what it sealed is still about.</param>
internal sealed record SecretSettings(string? Secret, string? Former)
{
    public static SecretSettings Read(IConfiguration source) =>
        new(source.Secret("SHOP_SECRET"), source.Secret("SHOP_SECRET_FORMER"));

    public override string ToString() => "(secrets)";
}

internal enum LogFormat
{
    /// <summary>A line for people.</summary>
    Text,

    /// <summary>An object a line, for machines.</summary>
    Json,
}

internal sealed record LogSettings(LogLevel Level, LogFormat Format)
{
    public static LogSettings Read(IConfiguration source) => new(
        source.Choice("SHOP_LOG_LEVEL", LogLevel.Warning), source.Choice("SHOP_LOG_FORMAT", LogFormat.Text));
}

/// <summary>How silos of one cluster find each other. Only Orleans has clusters.</summary>
/// <param name="ServiceId">Part of every stored key: never change it on data that is to be kept.</param>
/// <param name="ClusterId">Silos of one id form one cluster.</param>
/// <param name="Advertised">The address or name at which the other silos reach this one.</param>
internal sealed record SiloSettings(string ServiceId, string ClusterId, string Advertised, int Port, int GatewayPort)
{
    public static SiloSettings Read(IConfiguration source) => new(
        source.Text("SHOP_SERVICE_ID") ?? "shop",
        source.Text("SHOP_CLUSTER_ID") ?? "shop",
        source.Text("SHOP_SILO_ADDRESS") ?? "127.0.0.1",
        source.Number("SHOP_SILO_PORT", 11_111, least: 1, most: 65_535),
        source.Number("SHOP_GATEWAY_PORT", 30_000, least: 1, most: 65_535));
}
