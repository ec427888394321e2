using System.Collections.Immutable;
using Shop.Notifications;

namespace Shop.Inventory;

/// <summary>What the shop writes to its staff about stock.</summary>
internal static class StockLetters
{
    /// <summary>The kind of message that tells that a SKU has reached its threshold.</summary>
    public const string Low = "stock.low";

    /// <summary>By the kind of message.</summary>
    public static readonly ImmutableDictionary<string, Func<string, LetterHead, Letter>> All =
        ImmutableDictionary<string, Func<string, LetterHead, Letter>>.Empty.Add(Low, RunsLow);

    private static Letter RunsLow(string body, LetterHead head)
    {
        var stock = Letter.Read<LowStock>(body);
        return new(head, $"{stock.Sku} is running low",
            [new Paragraph($"Only {stock.Available} of {stock.Sku} can still be sold. It is time to order more.")]);
    }

    private sealed record LowStock(string Sku, int Available);
}
