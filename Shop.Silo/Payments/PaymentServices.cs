using Shop.Hosting;
using Shop.Storage;

namespace Shop.Payments;

internal static class PaymentServices
{
    public static IServiceCollection AddPayments(
        this IServiceCollection services, IConfiguration settings, DataFolder data)
    {
        services.AddSingleton(_ => SandboxOptions.Read(settings, data));
        services.AddSingleton<SandboxGateway>();
        services.AddSingleton<IPaymentGateway>(provider => provider.GetRequiredService<SandboxGateway>());
        services.AddSingleton<ISandboxWebhook, SandboxWebhook>();
        services.AddSingleton<PaymentGateways>();

        services.AddSingleton<Bell<InboxQueue>>();
        services.AddSingleton<InboxQueue>();
        services.AddSingleton<IPaymentInbox, PostgresPaymentInbox>();
        services.AddHostedService<InboxPump>();
        return services;
    }
}
