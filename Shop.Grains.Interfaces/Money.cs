using System.Globalization;

namespace Shop;

/// <summary>Amounts for people. Everywhere else money is a whole number of minor units and an ISO 4217 code.</summary>
public static class Money
{
    /// <param name="amount">Minor units.</param>
    /// <param name="currency">ISO 4217.</param>
    /// <returns>As <c>49.99 USD</c>.</returns>
    public static string Format(long amount, string currency)
    {
        var digits = Digits(currency);
        var scale = digits switch { 0 => 1m, 3 => 1000m, _ => 100m };
        return $"{(amount / scale).ToString($"F{digits}", CultureInfo.InvariantCulture)} {currency}";
    }

    /// <summary>ISO 4217's minor units, where they are not two.</summary>
    private static int Digits(string currency) => currency switch
    {
        "BIF" or "CLP" or "DJF" or "GNF" or "ISK" or "JPY" or "KMF" or "KRW" or "PYG" or "RWF" or "UGX" or "UYI"
            or "VND" or "VUV" or "XAF" or "XOF" or "XPF" => 0,
        "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND" => 3,
        _ => 2,
    };
}
