using Shop.Hosting;
using Shop.Storage;

namespace Shop.Payments;

internal static class PaymentServices
{
    /// <summary>
    /// Each provider that has a key is there. The first takes orders that name none; the sandbox comes last, and takes
    /// none beside a real one unless it is told to.
    /// </summary>
    /// <exception cref="CannotStartException">In production nobody gets goods for no money by oversight.</exception>
    public static IServiceCollection AddPayments(this IServiceCollection services, ShopSettings shop)
    {
        var settings = shop.Source;
        var (stripe, paystack) = (StripeOptions.Read(settings), PaystackOptions.Read(settings));
        var alone = stripe is null && paystack is null;
        if (alone && shop.Web.IsProduction && settings.Text("SHOP_SANDBOX") is null)
        {
            throw new CannotStartException(
                "SHOP_SANDBOX is not set, nor Stripe or Paystack: nobody could pay. 'on' plays payments.");
        }

        services.AddSingleton(ProviderPatience.Usual);
        if (stripe is not null)
        {
            services.AddSingleton(stripe).AddProviderClient<StripeClient>(StripeClient.Prepare(stripe));
            services.AddSingleton<IPaymentGateway, StripeGateway>();
        }

        if (paystack is not null)
        {
            services.AddSingleton(paystack).AddProviderClient<PaystackClient>(PaystackClient.Prepare(paystack));
            services.AddSingleton<IPaymentGateway, PaystackGateway>();
        }

        services.AddSingleton(_ => SandboxOptions.Read(settings, shop.Data, alone));
        services.AddSingleton<SandboxGateway>();
        services.AddSingleton<IPaymentGateway>(provider => provider.GetRequiredService<SandboxGateway>());
        services.AddSingleton<ISandboxWebhook, SandboxWebhook>();
        services.AddSingleton<PaymentGateways>();

        services.AddSingleton<Bell<InboxQueue>>();
        services.AddSingleton<InboxArrivals>();
        services.AddSingleton<InboxQueue>();
        services.AddSingleton<IPaymentInbox, PostgresPaymentInbox>();
        services.AddSingleton(SettledEvents.Purge);
        services.AddHostedService<InboxPump>();

        services.AddSingleton<BookedPayments>();
        services.AddSingleton<MissedNews>();
        services.AddSingleton<Reconciliation>();
        services.AddSingleton<ReconciliationLog>();
        services.AddHostedService<ReconciliationClock>();
        return services;
    }

    /// <summary>A typed client whose calls go through a circuit breaker of its own.</summary>
    private static void AddProviderClient<T>(this IServiceCollection services, Action<HttpClient> prepare)
        where T : class =>
        services.AddHttpClient<T>(prepare)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                ConnectTimeout = TimeSpan.FromSeconds(2),
                AllowAutoRedirect = false,
            })
            .AddHttpMessageHandler(provider => new ProviderHandler(provider.GetRequiredService<ProviderPatience>()))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
}
