namespace Shop.Commands;

/// <summary>What came of a flash sale.</summary>
/// <param name="Orders">Different orders that were made.</param>
/// <param name="Refusals">How often each reason was given.</param>
/// <param name="OnHand">Units left in the warehouse after all was paid.</param>
/// <param name="Reserved">Units still held after all was paid.</param>
/// <param name="Milliseconds">What each buyer waited for an answer, sorted.</param>
/// <param name="Seconds">From the first checkout to the last answer.</param>
/// <param name="Repeats">How often a request got no answer and was sent again.</param>
internal sealed record FlashSaleReport(
    int Orders, IReadOnlyDictionary<string, int> Refusals, int OnHand, int Reserved, IReadOnlyList<double> Milliseconds,
    double Seconds, int Repeats)
{
    public const string SoldOut = "out_of_stock";

    public int Oversold => Math.Max(0, Orders - FlashSale.Units);

    private int SoldOutAnswers => Refusals.GetValueOrDefault(SoldOut);

    private IEnumerable<KeyValuePair<string, int>> OtherAnswers => Refusals.Where(refusal => refusal.Key != SoldOut);

    /// <summary>Every unit sold once, every other buyer told so, nothing left lying about.</summary>
    public bool KeepsThePromise =>
        Orders == FlashSale.Units && SoldOutAnswers == FlashSale.Buyers - FlashSale.Units
        && OnHand == 0 && Reserved == 0;

    private string OtherReasons => string.Join(", ", OtherAnswers.Select(other => other.Key));

    public override string ToString() => $"""

          {Orders,6:N0}  orders, of {FlashSale.Units} units
          {SoldOutAnswers,6:N0}  sold-out answers
          {Oversold,6:N0}  oversold
          {OtherAnswers.Sum(other => other.Value),6:N0}  other answers {OtherReasons}
          {Repeats,6:N0}  requests sent again because no answer came

          p50 {At(0.50):N0} ms   p99 {At(0.99):N0} ms   {Milliseconds.Count / Seconds:N0} reservations/s

        """;

    private double At(double share) =>
        Milliseconds.Count == 0 ? 0 : Milliseconds[Math.Min(Milliseconds.Count - 1, (int)(Milliseconds.Count * share))];
}
