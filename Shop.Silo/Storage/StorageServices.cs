using Npgsql;
using Orleans.Storage;
using Shop.Notifications;

namespace Shop.Storage;

/// <summary>Registers all that keeps state, for either engine.</summary>
internal static class StorageServices
{
    /// <summary>
    /// Plans for the commit loops. Their statements find rows by key from a list of unknown length; a plan made while a
    /// table was still small would read all of it for ever. What is turned off counts as very dear, for which
    /// PostgreSQL would compile each statement each time. Nobody waits long for a row that somebody else holds, since a
    /// whole batch would wait too.
    /// </summary>
    private const string CommitOptions =
        "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off "
        + "-c jit=off -c lock_timeout=1s -c statement_timeout=20s";

    /// <param name="services">Gets the data source, the documents and the serialiser of private state.</param>
    /// <param name="connectionString">Of the shop's database. What it says wins over the defaults made here.</param>
    public static IServiceCollection AddShopStorage(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => new NpgsqlDataSourceBuilder(WithDefaults(connectionString)).Build());
        services.AddTransient(_ => ForCommits(connectionString));
        services.AddSingleton<Func<CommitConnection>>(provider => provider.GetRequiredService<CommitConnection>);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<DatabaseStart>();
        services.AddHostedService<Purges>();
        services.AddSingleton<Bell<OutboxQueue>>();
        services.AddSingleton<DocumentStorage>();
        services.AddKeyedSingleton<IGrainStorage>(
            StateStores.Documents, static (provider, _) => provider.GetRequiredService<DocumentStorage>());
        services.AddKeyedSingleton<IGrainStorageSerializer, StateSerializer>(StateStores.Private);
        return services;
    }

    /// <summary>The connection string with what serves the shop best where it says nothing.</summary>
    /// <remarks>
    /// Connections go back to the pool as they are: the shop leaves nothing on them, and tidying costs each user of the
    /// pool a round of statements. Whoever needs a session (LISTEN, SET, a lock) opens one outside the pool. The pool
    /// is small because PostgreSQL allows a hundred connections to all nodes together, unless told otherwise.
    /// </remarks>
    public static string WithDefaults(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        Default(settings, "Application Name", "shop");
        Default(settings, "Max Auto Prepare", 200);
        Default(settings, "Auto Prepare Min Usages", 2);
        Default(settings, "No Reset On Close", true);
        Default(settings, "Maximum Pool Size", 30);
        Default(settings, "Timeout", 5);
        return settings.ConnectionString;
    }

    /// <remarks>
    /// Npgsql loses its place in the answers when a statement fails in the batch that prepares it; all in the batch
    /// would have an unknown outcome for one that is at fault. So nothing is prepared by itself here, but before it is
    /// sent. Where nothing may be prepared, as behind a pooler, <c>Max Auto Prepare=0</c> says so.
    /// </remarks>
    private static CommitConnection ForCommits(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(WithDefaults(connectionString));
        var prepares = settings.MaxAutoPrepare > 0;
        (settings.Pooling, settings.MaxAutoPrepare) = (false, 0);
        settings.Options = $"{settings.Options} {CommitOptions}".TrimStart();
        return new CommitConnection(NpgsqlDataSource.Create(settings), prepares);
    }

    /// <remarks>Not by <c>ContainsKey</c>: Npgsql says yes to every word that it knows.</remarks>
    private static void Default(NpgsqlConnectionStringBuilder settings, string keyword, object value)
    {
        if (!settings.ShouldSerialize(keyword))
            settings[keyword] = value;
    }
}
