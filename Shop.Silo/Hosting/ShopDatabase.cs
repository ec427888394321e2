using Npgsql;

namespace Shop.Hosting;

/// <summary>The database of one shop, and whatever has to be stopped with it.</summary>
/// <param name="ConnectionString">For Npgsql.</param>
/// <param name="Description">Where it is, for people.</param>
/// <param name="Server">What was started for it, or null when it was there.</param>
internal sealed record ShopDatabase(
    string ConnectionString, string Description, IAsyncDisposable? Server) : IAsyncDisposable
{
    /// <summary>
    /// The database that was named; else a private one from programs on this machine; else the same after installing
    /// them; else one in Docker. What a folder began with, it stays with.
    /// </summary>
    /// <exception cref="CannotStartException">There is no way to one; the message says what is missing.</exception>
    public static async Task<ShopDatabase> Open(
        ShopSettings settings, Action<string> progress, CancellationToken cancel)
    {
        if (settings.Database.ConnectionString is { } named)
            return new(named, $"PostgreSQL at {Place(named)}, as SHOP_DATABASE_URL says", Server: null);

        if (!DockerPostgres.IsUsedIn(settings.Data.Postgres))
        {
            if (await PostgresBinaries.Find(cancel) is [] && !PrivatePostgres.IsIn(settings.Data.Postgres))
                await PostgresInstall.Try(progress, cancel);

            if (await PostgresBinaries.Find(cancel) is not [] || PrivatePostgres.IsIn(settings.Data.Postgres))
                return await OpenPrivate(settings.Data.Postgres, progress, cancel);
        }

        var docker = await DockerPostgres.TryStart(settings.Data.Postgres, progress, cancel);
        return docker is not null
            ? new(docker.ConnectionString, $"PostgreSQL in Docker at {Place(docker.ConnectionString)}", docker)
            : throw new CannotStartException(
                "PostgreSQL is missing: install it ('sudo apt-get install postgresql', 'brew install postgresql'), "
                + "start Docker, or set SHOP_DATABASE_URL.");
    }

    public ValueTask DisposeAsync() => Server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<ShopDatabase> OpenPrivate(
        string folder, Action<string> progress, CancellationToken cancel)
    {
        var own = await PrivatePostgres.Start(folder, progress, cancel);
        return new(
            own.ConnectionString, $"PostgreSQL {own.Major} of the shop's own at {Place(own.ConnectionString)}", own);
    }

    private static string Place(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) is var at ? $"{at.Host}:{at.Port}" : "";
}
