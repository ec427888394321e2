using System.Security.Cryptography;

namespace Shop.Notifications;

/// <inheritdoc cref="ISubscriptionGrain"/>
internal sealed class SubscriptionGrain(
    [PersistentState("webhook_subscriptions", StateStores.Documents)] IPersistentState<Subscription> storage,
    SecretBox box, WebhookOptions options, TimeProvider clock) : Grain, ISubscriptionGrain
{
    private const int SecretSize = 32;

    public Task<Result<SubscriptionView>> View() => Task.FromResult<Result<SubscriptionView>>(
        Subscription.Exists ? Subscription.View() : SubscriptionErrors.NotFound);

    public async Task<Result<SubscriptionView>> Create(SubscriptionDetails details)
    {
        if (Subscription.Exists)
            return Shown(box.Open(Subscription.Secret, Subscription.Purpose));

        var now = clock.GetUtcNow();
        var begun = new Subscription { Id = this.GetPrimaryKey(), CreatedAt = now };
        var secret = RandomNumberGenerator.GetBytes(SecretSize);
        var next = (begun with { Secret = box.Seal(secret, begun.Purpose) }).With(details, options.InsideToo, now);
        if (next.Error is { } refused)
            return refused;

        await storage.Save(next.Value!);
        return Shown(secret);
    }

    public async Task<Result<SubscriptionView>> Replace(SubscriptionDetails details)
    {
        if (!Subscription.Exists)
            return SubscriptionErrors.NotFound;

        var next = Subscription.With(details, options.InsideToo, clock.GetUtcNow());
        if (next.Error is { } refused)
            return refused;

        await storage.Save(next.Value!);
        return Subscription.View();
    }

    public async Task<Result<SubscriptionView>> RenewSecret()
    {
        if (!Subscription.Exists)
            return SubscriptionErrors.NotFound;

        var secret = RandomNumberGenerator.GetBytes(SecretSize);
        await storage.Save(Subscription.Renewed(box.Seal(secret, Subscription.Purpose), clock.GetUtcNow()));
        return Shown(secret);
    }

    public async Task<Error?> Remove() =>
        Subscription.Exists ? await storage.Clear(_ => null) : SubscriptionErrors.NotFound;

    /// <summary>As the libraries of Standard Webhooks take it.</summary>
    private SubscriptionView Shown(byte[] secret) =>
        Subscription.View() with { Secret = $"whsec_{Convert.ToBase64String(secret)}" };

    private Subscription Subscription => storage.State;
}
