using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
#if ORLEANS
using Shop.Hosting;
#endif

namespace Shop.LocalOrleans.Hosts;

/// <summary>A silo in this process, on whichever host the tests were built for.</summary>
internal sealed class TestSilo : IAsyncDisposable
{
    private static readonly Lazy<Task<TestSilo>> OfAll = new(() => Start());

    private readonly IHost host;

    private TestSilo(IHost host) => this.host = host;

    /// <summary>The silo of all tests that want nothing special of it and touch only grains of their own.</summary>
    public static Task<TestSilo> Shared => OfAll.Value;

    /// <summary>Whether this is the host of this project, and not Orleans.</summary>
    public static bool IsLocal =>
#if ORLEANS
        false;
#else
        true;
#endif

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>What the grains of this silo have to tell.</summary>
    public Diary Diary => host.Services.GetRequiredService<Diary>();

    public IManagementGrain Management => Grains.GetGrain<IManagementGrain>(0);

    public static async Task<TestSilo> Start(Action<ISiloBuilder>? configure = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<Diary>();
        builder.UseOrleans(silo =>
        {
            Cluster(silo);
            configure?.Invoke(silo);
        });

        var host = builder.Build();
        await host.StartAsync();
        return new TestSilo(host);
    }

    /// <summary>Stops it as a program stops at Ctrl-C.</summary>
    public Task Stop() => host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }

    private static void Cluster(ISiloBuilder silo)
    {
#if ORLEANS
        // Each silo of the tests is a cluster of one, on ports that the system gave.
        silo.UseLocalhostClustering(FreePort.Find(), FreePort.Find());
#endif
        silo.Configure<ClusterOptions>(options => options.ServiceId = "tests");
        silo.AddMemoryGrainStorageAsDefault();
    }
}
