namespace Shop.Payments;

internal static class PaymentServices
{
    public static IServiceCollection AddPayments(this IServiceCollection services, SandboxOptions sandbox)
    {
        services.AddSingleton(sandbox);
        services.AddSingleton<SandboxGateway>();
        services.AddSingleton<IPaymentGateway>(provider => provider.GetRequiredService<SandboxGateway>());
        services.AddSingleton<ISandboxWebhook, SandboxWebhook>();
        services.AddSingleton<PaymentGateways>();

        services.AddSingleton<InboxBell>();
        services.AddSingleton<InboxQueue>();
        services.AddSingleton<IPaymentInbox, PostgresPaymentInbox>();
        services.AddHostedService<InboxPump>();
        return services;
    }
}
