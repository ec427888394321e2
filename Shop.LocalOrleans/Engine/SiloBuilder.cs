using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Engine.Activations;
using Orleans.Engine.Classes;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Engine;

/// <inheritdoc cref="ISiloBuilder"/>
internal sealed class SiloBuilder : ISiloBuilder
{
    private SiloBuilder(IServiceCollection services, IConfiguration configuration)
    {
        Services = services;
        Configuration = configuration;
    }

    public IServiceCollection Services { get; }

    public IConfiguration Configuration { get; }

    /// <summary>The one builder of these services, also when they are configured in several places.</summary>
    public static SiloBuilder For(IServiceCollection services, IConfiguration configuration)
    {
        var earlier = services.Select(service => service.ImplementationInstance).OfType<SiloBuilder>().FirstOrDefault();
        if (earlier is not null)
            return earlier;

        var builder = new SiloBuilder(services, configuration);
        services.AddSingleton(builder);
        AddHost(services);
        return builder;
    }

    private static void AddHost(IServiceCollection services)
    {
        services.AddLogging();
        services.AddOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<GrainCatalog>();
        services.AddSingleton<Silo>();
        services.AddSingleton<IClusterClient>(provider => provider.GetRequiredService<Silo>().Factory);
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<Silo>().Factory);
        services.AddSingleton<IGrainContextAccessor, GrainContextAccessor>();
        services.AddScoped<IGrainContext>(_ => Activation.Current!);
        services.AddHostedService<SiloHost>();
    }

    private sealed class GrainContextAccessor : IGrainContextAccessor
    {
        public IGrainContext GrainContext => Activation.Current!;
    }
}
