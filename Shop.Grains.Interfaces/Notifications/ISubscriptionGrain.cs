using System.Collections.Immutable;

namespace Shop.Notifications;

/// <summary>A program that is told what happens, by signed requests. The key is the subscription's id.</summary>
[Alias("notifications.ISubscriptionGrain")]
public interface ISubscriptionGrain : IGrainWithGuidKey
{
    [ReadOnly, Alias("View")]
    Task<Result<SubscriptionView>> View();

    /// <summary>From now on it is told. Only this answer, a repeat's and a renewal's show the secret.</summary>
    [Alias("Create")]
    Task<Result<SubscriptionView>> Create(SubscriptionDetails details);

    /// <summary>What waits for it goes to the new address.</summary>
    [Alias("Replace")]
    Task<Result<SubscriptionView>> Replace(SubscriptionDetails details);

    /// <summary>Makes a new secret. For a day everything is signed with the old one, too.</summary>
    [Alias("RenewSecret")]
    Task<Result<SubscriptionView>> RenewSecret();

    /// <summary>Nothing more goes there, and what went there is forgotten.</summary>
    [Alias("Remove")]
    Task<Error?> Remove();
}

/// <param name="Url">Where the requests go.</param>
/// <param name="Kinds">What it is told of, as <c>order.paid</c>; empty for everything.</param>
/// <param name="Active">While it is not, nothing new is told, and what waits goes on waiting.</param>
[GenerateSerializer, Immutable, Alias("notifications.SubscriptionDetails")]
public sealed record SubscriptionDetails(string Url, ImmutableArray<string> Kinds, bool Active);

/// <param name="Secret">What requests are signed with; null but in the answer to who had it made.</param>
[GenerateSerializer, Immutable, Alias("notifications.SubscriptionView")]
public sealed record SubscriptionView(
    Guid Id, string Url, ImmutableArray<string> Kinds, bool Active, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt, string? Secret = null);

public static class SubscriptionErrors
{
    public static readonly Error NotFound =
        Error.NotFound("subscription_not_found", "There is no such subscription.");

    public static Error UrlRefused(string why) =>
        Error.Invalid("subscription_url_refused", "The shop sends nothing to this address.", why, "url");

    public static Error KindUnknown(string kind) =>
        Error.Invalid("subscription_kind_unknown", "The shop tells of no such thing.", $"It is {kind}.", "kinds");
}

public static class SubscriptionKeys
{
    public static ISubscriptionGrain Subscription(this IGrainFactory grains, Guid id) =>
        grains.GetGrain<ISubscriptionGrain>(id);
}
