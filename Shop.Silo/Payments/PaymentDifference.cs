using System.Text.Json.Serialization;

namespace Shop.Payments;

/// <summary>Something on which a provider's books and the orders do not agree.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Provider">As <c>stripe</c>.</param>
/// <param name="PaymentRef">The provider's id of the charge.</param>
/// <param name="OrderId">Null when nobody knows.</param>
/// <param name="Text">For people.</param>
/// <param name="Repaired">True when the order was told, and agrees now.</param>
internal sealed record PaymentDifference(
    DifferenceKind Kind, string Provider, string PaymentRef, Guid? OrderId, string Text, bool Repaired = false)
{
    /// <summary>As the provider has it; null when it has none.</summary>
    [JsonIgnore]
    public ProviderCharge? Charge { get; init; }

    /// <summary>The event that tells its order; null when it was not told.</summary>
    [JsonIgnore]
    public string? ToldBy { get; init; }

    /// <summary>The order was told, and has not been seen to agree yet.</summary>
    [JsonIgnore]
    public bool IsUnderWay => ToldBy is not null && !Repaired;
}

internal enum DifferenceKind
{
    /// <summary>Money of no order of this shop.</summary>
    ChargeOfNobody = 0,

    /// <summary>It was paid, and its order does not know. It can be told.</summary>
    PaymentNotHeard = 1,

    AmountDiffers = 2,

    /// <summary>More has gone back than the order knows. It can be told.</summary>
    RefundNotHeard = 3,

    /// <summary>The order believes that more arrived with the customer than the provider sent.</summary>
    RefundMissing = 4,

    /// <summary>The order believes that it was paid, and the provider has no such charge.</summary>
    ChargeMissing = 5,
}

/// <param name="Compared">How many charges of each provider that keeps books.</param>
/// <param name="Away">Who did not answer, so that nothing is known of their charges.</param>
internal sealed record ReconciliationReport(
    IReadOnlyDictionary<string, int> Compared, IReadOnlyList<PaymentDifference> Differences,
    IReadOnlyList<string> Away)
{
    [JsonIgnore]
    public bool Agrees => Away.Count == 0 && Differences.All(one => one.Repaired);
}
