using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Engine.Reminders;
using Orleans.Runtime;
using Orleans.Storage;
using Orleans.Timers;

namespace Orleans.Hosting;

/// <summary>Reminders that survive the process.</summary>
public static class SiloBuilderReminderExtensions
{
    public static ISiloBuilder UseAdoNetReminderService(
        this ISiloBuilder builder, Action<AdoNetReminderTableOptions> configureOptions) =>
        builder.UseAdoNetReminderService(options => options.Configure(configureOptions));

    public static ISiloBuilder UseAdoNetReminderService(
        this ISiloBuilder builder, Action<OptionsBuilder<AdoNetReminderTableOptions>> configureOptions)
    {
        configureOptions(builder.Services.AddOptions<AdoNetReminderTableOptions>());
        builder.Services.TryAddSingleton<Databases>();
        return builder.AddReminders(Create);
    }

    internal static ISiloBuilder AddReminders(this ISiloBuilder builder, Func<IServiceProvider, IReminderStore> store)
    {
        builder.Services.AddSingleton(store);
        builder.Services.TryAddSingleton<ReminderClock>();
        builder.Services.TryAddSingleton<IReminderRegistry>(services => services.GetRequiredService<ReminderClock>());
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<ILifecycleParticipant<ISiloLifecycle>, ReminderClock>(
                services => services.GetRequiredService<ReminderClock>()));
        return builder;
    }

    private static AdoNetReminderStore Create(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<AdoNetReminderTableOptions>>().Value;
        return new AdoNetReminderStore(
            services.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId,
            services.GetRequiredService<Databases>()
                .Open(options.Invariant, options.ConnectionString, options.DataSource));
    }
}

/// <summary>Reminders that do not.</summary>
public static class SiloBuilderReminderMemoryExtensions
{
    public static ISiloBuilder UseInMemoryReminderService(this ISiloBuilder builder) =>
        builder.AddReminders(_ => new MemoryReminderStore());
}
