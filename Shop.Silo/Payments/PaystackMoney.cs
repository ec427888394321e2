namespace Shop.Payments;

/// <summary>Amounts as Paystack writes them: hundredths, even of currencies that have none.</summary>
internal static class PaystackMoney
{
    public static long ToPaystack(long amount, string currency) => amount * Scale(currency);

    public static long FromPaystack(long amount, string currency) => amount / Scale(currency);

    private static long Scale(string currency) => currency is "XOF" or "RWF" ? 100 : 1;
}
