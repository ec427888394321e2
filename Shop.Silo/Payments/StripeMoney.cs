namespace Shop.Payments;

/// <summary>Amounts as Stripe writes them: minor units, but for two currencies that it counts in hundredths.</summary>
internal static class StripeMoney
{
    public static long ToStripe(long amount, string currency) => amount * Scale(currency.ToUpperInvariant());

    public static long FromStripe(long amount, string currency) => amount / Scale(currency.ToUpperInvariant());

    private static long Scale(string currency) => currency is "ISK" or "UGX" ? 100 : 1;
}
