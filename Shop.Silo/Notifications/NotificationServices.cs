using Shop.Hosting;

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
        services.AddHostedService<OutboxPump>();
        return services;
    }
}
