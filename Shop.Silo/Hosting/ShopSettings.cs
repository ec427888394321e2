using System.Net;

namespace Shop.Hosting;

/// <summary>
/// All that can be set from outside about how the shop runs. Features keep their own settings beside them.
/// </summary>
internal sealed record ShopSettings
{
    public required IConfiguration Source { get; init; }

    /// <summary>The folder of everything that outlives a start; <c>.shop/data</c> when it is not set.</summary>
    [Setting("SHOP_DATA")]
    public required DataFolder Data { get; init; }

    public required DatabaseSettings Database { get; init; }
    public required WebSettings Web { get; init; }
    public required AdmissionLimits Admission { get; init; }
    public required AdminSettings Admin { get; init; }
    public required SecretSettings Secrets { get; init; }
    public required LogSettings Log { get; init; }
    public required SiloSettings Silo { get; init; }

    public required ApiOptions Api { get; init; }

    /// <summary>
    /// For fault tests: a file with the seconds that the shop's clock is ahead of the machine's. Refused in production.
    /// </summary>
    [Setting("SHOP_CLOCK_FILE")]
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// The one that was set, or else one that was made up for this data folder; in production nothing is made up.
    /// </summary>
    public string? AdminPassword() => Admin.Password ?? (Web.IsProduction ? null : Data.AdminPassword());

    /// <summary>What to tell whoever started the shop.</summary>
    public string AdminForPeople() =>
        !Web.IsProduction ? $"{Admin.Email} / {AdminPassword()}"
        : Admin.Password is null ? "./shop admin create makes one"
        : Admin.Email;

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
        var web = WebSettings.Read(source, port);
        return new()
        {
            Source = source,
            Data = new(Path.GetFullPath(data)),
            Database = DatabaseSettings.Read(source),
            Admission = AdmissionSettings.Read(source),
            Web = web,
            Api = ApiSettings.Read(source, web.IsProduction),
            Admin = AdminSettings.Read(source),
            Secrets = SecretSettings.Read(source, web.IsProduction),
            Log = LogSettings.Read(source),
            Silo = SiloSettings.Read(source),
            Clock = MovedClock.Read(source, web.IsProduction) ?? TimeProvider.System,
        };
    }
}

/// <param name="ConnectionString">
/// <c>postgres://user:password@host:5432/shop</c>, or Npgsql's keywords. Without it the shop finds or starts a
/// PostgreSQL by itself.
/// </param>
/// <param name="Patience">Seconds that a PostgreSQL that was named may stay away at start.</param>
internal sealed record DatabaseSettings(
    [property: Setting("SHOP_DATABASE_URL")] string? ConnectionString,
    [property: Setting("SHOP_DATABASE_PATIENCE")] TimeSpan Patience)
{
    public static DatabaseSettings Read(IConfiguration source) => new(
        source.Text("SHOP_DATABASE_URL") is { } url ? PostgresAddress.Parse(url, "SHOP_DATABASE_URL") : null,
        TimeSpan.FromSeconds(source.Number("SHOP_DATABASE_PATIENCE", fallback: 300, least: 0, most: 86_400)));
}

/// <param name="Listen">Where HTTP is answered; more than this machine when a proxy or a container needs it.</param>
/// <param name="Port">Where HTTP is answered.</param>
/// <param name="Environment"><c>Development</c> opens what only a try-out or a test may use.</param>
/// <param name="DemoCatalogue">Whether a new shop is given something to sell.</param>
internal sealed record WebSettings(
    [property: Setting("SHOP_LISTEN")] IPAddress Listen,
    [property: Setting("SHOP_PORT")] int Port,
    [property: Setting("SHOP_ENVIRONMENT")] string Environment,
    [property: Setting("SHOP_DEMO_CATALOGUE")] bool DemoCatalogue = false)
{
    private const int UsualPort = 5080;

    public bool IsProduction => Environment == nameof(ShopEnvironment.Production);

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

/// <param name="Email">Of the first admin.</param>
/// <param name="Password">
/// Of the first admin. Without it one is made up, kept in the data folder and printed; in production no admin is made
/// then, and <c>./shop admin create</c> makes one.
/// </param>
internal sealed record AdminSettings(
    [property: Setting("SHOP_ADMIN_EMAIL")] string Email,
    [property: Setting("SHOP_ADMIN_PASSWORD")] string? Password)
{
    public static AdminSettings Read(IConfiguration source) =>
        new(source.Email("SHOP_ADMIN_EMAIL", "admin@shop.example"), source.Text("SHOP_ADMIN_PASSWORD"));

    public override string ToString() => Email;
}

/// <param name="Secret">
/// What the shop's keys are sealed under in the database; all nodes need the same. Without it one is made up and kept
/// in the data folder; in production it must be set.
/// </param>
/// <param name="Former">The secret before this one, as long as something is still sealed under it.</param>
internal sealed record SecretSettings(
    [property: Setting("SHOP_SECRET")] string? Secret,
    [property: Setting("SHOP_SECRET_FORMER")] string? Former)
{
    public static SecretSettings Read(IConfiguration source, bool isProduction)
    {
        var secret = source.Secret("SHOP_SECRET");
        return secret is null && isProduction
            ? throw new CannotStartException(
                $"SHOP_SECRET is missing: in production keys are sealed under a secret that you keep "
                + $"{Settings.HowToMakeOne}.")
            : new(secret, source.Secret("SHOP_SECRET_FORMER"));
    }

    public override string ToString() => "(secrets)";
}

internal enum LogFormat
{
    /// <summary>A line for people.</summary>
    Text,

    /// <summary>An object a line, for machines.</summary>
    Json,
}

/// <param name="Level">What is logged, to standard error.</param>
/// <param name="Format">A line for people, or an object a line for machines.</param>
internal sealed record LogSettings(
    [property: Setting("SHOP_LOG_LEVEL")] LogLevel Level,
    [property: Setting("SHOP_LOG_FORMAT")] LogFormat Format)
{
    public static LogSettings Read(IConfiguration source) => new(
        source.Choice("SHOP_LOG_LEVEL", LogLevel.Warning), source.Choice("SHOP_LOG_FORMAT", LogFormat.Text));
}

/// <summary>How silos of one cluster find each other. Only Orleans has clusters.</summary>
/// <param name="ServiceId">Part of every stored key: never change it on data that is to be kept.</param>
/// <param name="ClusterId">Silos of one id form one cluster.</param>
/// <param name="Advertised">The address or name at which the other silos reach this one.</param>
/// <param name="Port">Where the other silos reach this one.</param>
/// <param name="GatewayPort">Where API fronts reach this silo.</param>
internal sealed record SiloSettings(
    [property: Setting("SHOP_SERVICE_ID")] string ServiceId,
    [property: Setting("SHOP_CLUSTER_ID")] string ClusterId,
    [property: Setting("SHOP_SILO_ADDRESS")] string Advertised,
    [property: Setting("SHOP_SILO_PORT")] int Port,
    [property: Setting("SHOP_GATEWAY_PORT")] int GatewayPort)
{
    public static SiloSettings Read(IConfiguration source) => new(
        source.Text("SHOP_SERVICE_ID", "shop"),
        source.Text("SHOP_CLUSTER_ID", "shop"),
        source.Text("SHOP_SILO_ADDRESS", "127.0.0.1"),
        source.Number("SHOP_SILO_PORT", 11_111, least: 1, most: 65_535),
        source.Number("SHOP_GATEWAY_PORT", 30_000, least: 1, most: 65_535));
}
