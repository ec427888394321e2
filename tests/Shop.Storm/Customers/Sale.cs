using System.Collections.Immutable;
using System.Text.Json;

namespace Shop.Storm.Customers;

/// <summary>An order that the shop acknowledged, and all that it has said of it since.</summary>
internal sealed class Sale(JsonElement order, string key, Guid customer)
{
    private readonly Lock turn = new();
    private ImmutableArray<string> history = HistoryOf(order);
    private long version = order.GetProperty("version").GetInt64();

    public Guid Id { get; } = order.GetProperty("id").GetGuid();
    public string Key => key;
    public Guid Customer => customer;
    public string Reference { get; } = order.GetProperty("reference").GetString()!;
    public long Total { get; } = order.GetProperty("total").GetInt64();
    public string Lines { get; } = LinesOf(order);

    /// <summary>The newest that was seen, by the shop's own count of versions.</summary>
    public long Version
    {
        get
        {
            lock (turn)
                return version;
        }
    }

    /// <summary>What had happened to it by then, as its timeline tells.</summary>
    public ImmutableArray<string> History
    {
        get
        {
            lock (turn)
                return history;
        }
    }

    public void See(JsonElement seen)
    {
        lock (turn)
        {
            if (seen.GetProperty("version").GetInt64() is var newer && newer > version)
                (version, history) = (newer, HistoryOf(seen));
        }
    }

    public static ImmutableArray<string> HistoryOf(JsonElement order) =>
    [
        .. order.GetProperty("timeline").EnumerateArray()
            .Select(entry => $"{entry.GetProperty("kind")} at {entry.GetProperty("at")}"),
    ];

    /// <summary>What was bought, as text that can be compared.</summary>
    public static string LinesOf(JsonElement order) =>
        string.Join(", ", order.GetProperty("items").EnumerateArray().Select(Words).Order(StringComparer.Ordinal));

    private static string Words(JsonElement line) =>
        $"{line.GetProperty("quantity")} {line.GetProperty("sku")} for {line.GetProperty("line_total")}";
}
