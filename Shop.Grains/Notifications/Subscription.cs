using System.Collections.Immutable;
using Shop.Inventory;
using Shop.Orders;

namespace Shop.Notifications;

/// <summary>Who is told what, and what their requests are signed with.</summary>
[GenerateSerializer, Immutable, Alias("notifications.Subscription")]
public sealed record Subscription
{
    /// <summary>So long a program may take to learn of its new secret.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    [Id(0)] public Guid Id { get; init; }
    [Id(1)] public string Url { get; init; } = "";
    [Id(2)] public ImmutableArray<string> Kinds { get; init; } = [];
    [Id(3)] public bool Active { get; init; }

    /// <summary>In the shop's <see cref="SecretBox"/>.</summary>
    [Id(4)] public string Secret { get; init; } = "";

    /// <summary>The one before; it signs, too, until <see cref="FormerUntil"/>.</summary>
    [Id(5)] public string? FormerSecret { get; init; }
    [Id(6)] public DateTimeOffset? FormerUntil { get; init; }
    [Id(7)] public DateTimeOffset CreatedAt { get; init; }
    [Id(8)] public DateTimeOffset UpdatedAt { get; init; }

    internal bool Exists => Url.Length > 0;

    /// <summary>What its secrets are sealed for.</summary>
    internal string Purpose => $"the subscription {Id:D}";

    /// <summary>All that anybody outside may be told of. Mails with codes in them are not among it.</summary>
    internal static ImmutableArray<string> AllKinds { get; } = [.. OrderNews.Kinds, StockLetters.Low];

    /// <param name="details">As asked for.</param>
    /// <param name="insideToo">Whether programs in the own house may be told, and in the clear.</param>
    /// <param name="now">Of the change.</param>
    internal Result<Subscription> With(SubscriptionDetails details, bool insideToo, DateTimeOffset now)
    {
        if (Fault(details.Url, insideToo) is { } fault)
            return SubscriptionErrors.UrlRefused(fault);
        if (details.Kinds.FirstOrDefault(kind => !AllKinds.Contains(kind)) is { } unknown)
            return SubscriptionErrors.KindUnknown(unknown);

        return this with
        {
            Url = details.Url,
            Kinds = details.Kinds.IsEmpty ? AllKinds : [.. details.Kinds.Distinct()],
            Active = details.Active,
            UpdatedAt = now,
        };
    }

    /// <param name="sealedSecret">The new one.</param>
    /// <param name="now">Of the change.</param>
    internal Subscription Renewed(string sealedSecret, DateTimeOffset now) => this with
    {
        Secret = sealedSecret,
        FormerSecret = Secret,
        FormerUntil = now + Grace,
        UpdatedAt = now,
    };

    /// <summary>What a request is signed with now, the newest first.</summary>
    /// <exception cref="SealedElsewhereException">The shop was started with another secret of its own.</exception>
    internal IEnumerable<byte[]> Secrets(SecretBox box, DateTimeOffset now)
    {
        yield return box.Open(Secret, Purpose);
        if (FormerSecret is { } former && now < FormerUntil)
            yield return box.Open(former, Purpose);
    }

    internal SubscriptionView View() => new(Id, Url, Kinds, Active, CreatedAt, UpdatedAt);

    private static string? Fault(string url, bool insideToo) =>
        !Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http")
            ? "It must be a web address, as https://partner.example/shop."
        : address.UserInfo.Length > 0 ? "A name and a password in it would be written into logs."
        : address.Scheme is "http" && !insideToo ? "It must begin with https."
        : null;
}
