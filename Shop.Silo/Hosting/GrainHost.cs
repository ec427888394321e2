#if ORLEANS
using System.Net;
#endif
using Orleans.Configuration;
#if !ORLEANS
using Orleans.Hosting;
#endif
using Shop.Storage;

namespace Shop.Hosting;

/// <summary>The engine that runs the grains. Nothing else in the shop knows which one it is.</summary>
internal static class GrainHost
{
#if ORLEANS
    public const string EngineName = "Microsoft Orleans";
    public static bool FormsClusters => true;
#else
    public const string EngineName = "the shop's own grain host";
    public static bool FormsClusters => false;
#endif

    private const string Invariant = "Npgsql";

    /// <summary>
    /// When a silo dies, its callers wait for as long as this, and nobody knows what became of their calls. A grain
    /// that is busy for longer is in trouble anyway.
    /// </summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);

    /// <summary>A silo that is all there is: nobody outside the process reaches it.</summary>
    public static void AddLoneSilo(
        this WebApplicationBuilder builder, string connectionString, SiloSettings settings) =>
        builder.UseOrleans(silo =>
        {
#if ORLEANS
            silo.UseLocalhostClustering(FreePort.Find(), FreePort.Find());
            silo.Configure<EndpointOptions>(endpoint => endpoint.AdvertisedIPAddress = IPAddress.Loopback);

            // There is none but itself, which it would take for one that never joins when the clock was moved ahead.
            silo.Configure<ClusterMembershipOptions>(members => members.EvictWhenMaxJoinAttemptTimeExceeded = false);
#endif
            silo.KeepStateIn(connectionString, settings);
        });

#if ORLEANS
    /// <summary>One silo of a cluster.</summary>
    public static void AddClusterSilo(
        this WebApplicationBuilder builder, string connectionString, SiloSettings settings) =>
        builder.UseOrleans(silo =>
        {
            silo.ConfigureEndpoints(
                settings.Advertised, settings.Port, settings.GatewayPort, listenOnAnyHostAddress: true);
            silo.UseAdoNetClustering(members =>
            {
                members.Invariant = Invariant;
                members.ConnectionString = StorageServices.WithDefaults(connectionString);
            });
            silo.KeepStateIn(connectionString, settings);
        });

    /// <summary>A caller of the cluster, without grains of its own. It waits for a silo as long as it takes.</summary>
    public static void AddClusterClient(
        this WebApplicationBuilder builder, string connectionString, SiloSettings settings) =>
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(cluster => Identify(cluster, settings));
            client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = ResponseTimeout);
            client.UseAdoNetClustering(members =>
            {
                members.Invariant = Invariant;
                members.ConnectionString = StorageServices.WithDefaults(connectionString);
            });
            client.UseConnectionRetryFilter(async (_, stop) =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(300), stop);
                return true;
            });
        });
#endif

    private static void KeepStateIn(this ISiloBuilder silo, string connectionString, SiloSettings settings)
    {
        silo.Services.Configure<ClusterOptions>(cluster => Identify(cluster, settings));
        silo.Services.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = ResponseTimeout);
        silo.AddAdoNetGrainStorage(StateStores.Private, storage =>
        {
            storage.Invariant = Invariant;
            storage.ConnectionString = StorageServices.WithDefaults(connectionString);
        });
        silo.UseAdoNetReminderService(reminders =>
        {
            reminders.Invariant = Invariant;
            reminders.ConnectionString = StorageServices.WithDefaults(connectionString);
        });
    }

    private static void Identify(ClusterOptions cluster, SiloSettings settings) =>
        (cluster.ServiceId, cluster.ClusterId) = (settings.ServiceId, settings.ClusterId);
}
