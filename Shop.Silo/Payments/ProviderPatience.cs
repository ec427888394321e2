namespace Shop.Payments;

/// <summary>How long a payment provider is waited for. A grain call gives up after ten seconds.</summary>
/// <param name="Try">One request.</param>
/// <param name="All">All tries together.</param>
/// <param name="Break">How long one that fails again and again is left alone.</param>
internal sealed record ProviderPatience(TimeSpan Try, TimeSpan All, TimeSpan Break)
{
    public static readonly ProviderPatience Usual =
        new(TimeSpan.FromSeconds(3.5), TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(15));
}
