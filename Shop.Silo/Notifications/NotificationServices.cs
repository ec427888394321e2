using Shop.Hosting;
using Shop.Storage;

namespace Shop.Notifications;

internal static class NotificationServices
{
    /// <summary>Mails go to the mail server that is set, else into the data folder.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services, ShopSettings settings)
    {
        var options = MailOptions.Read(settings.Source, settings.Admin.Email);
        services.AddSingleton(options);
        services.AddSingleton<IMailTransport>(
            options.Smtp is { } server ? new SmtpMail(server, options) : new FolderMail(settings.Data.Mail, options));
        services.AddSingleton<IMailbox>(new FolderMailbox(settings.Data.Mail));
        services.AddSingleton<IOutbox, PostgresOutbox>();
        services.AddSingleton<OutboxQueue>();
        services.AddSingleton<Mailroom>();
        services.AddSingleton(SentMessages.Purge);
        services.AddSingleton(SentMessages.Deliveries);
        services.AddHostedService<OutboxPump>();

        var development = settings.Web.Environment == nameof(ShopEnvironment.Development);
        services.AddSingleton(new WebhookOptions(InsideToo: settings.Source.Choice(
            "SHOP_WEBHOOKS_INSIDE", development ? Switch.On : Switch.Off) is Switch.On));
        services.AddSingleton<WebhookQueue>();
        services.AddSingleton<Bell<WebhookQueue>>();
        services.AddSingleton<WebhookSender>();
        services.AddHostedService<WebhookPump>();
        return services;
    }
}
