using System.Collections.Concurrent;
using System.Text.Json;

namespace Shop.Storm.Customers;

/// <summary>The storm's memory: every answer that the shop gave and must stand by.</summary>
internal sealed class Record
{
    private readonly ConcurrentDictionary<string, Sale> byKey = new();
    private readonly ConcurrentDictionary<Guid, Sale> sales = new();
    private readonly ConcurrentDictionary<string, string> payments = new();
    private readonly ConcurrentDictionary<string, (string Sku, int Units)> deliveries = new();
    private readonly ConcurrentDictionary<string, int> tally = new();
    private readonly ConcurrentQueue<string> contradictions = new();

    public IReadOnlyCollection<Sale> Sales => [.. sales.Values];

    /// <summary>How each payment ended, by its session: what the provider told the customer.</summary>
    public IReadOnlyDictionary<string, string> Payments => payments;

    /// <summary>Goods that the shop says it has taken in.</summary>
    public IReadOnlyCollection<(string Sku, int Units)> Deliveries => [.. deliveries.Values];

    /// <summary>Answers that speak against each other, or that no fault excuses.</summary>
    public IReadOnlyCollection<string> Contradictions => contradictions;

    public int this[string what] => tally.GetValueOrDefault(what);

    public void Count(string what) => tally.AddOrUpdate(what, 1, (_, count) => count + 1);

    public void Contradiction(string what) => contradictions.Enqueue(what);

    /// <summary>A checkout was answered with an order. The same key must always be answered with the same.</summary>
    public Sale Ordered(JsonElement order, string key, Guid customer)
    {
        var sale = byKey.GetOrAdd(key, _ => new Sale(order, key, customer));
        if (sale.Id != order.GetProperty("id").GetGuid() || sale.Lines != Sale.LinesOf(order))
            Contradiction($"checkout {key} was answered with orders {sale.Id} and {order.GetProperty("id")}");

        sales[sale.Id] = sale;
        sale.See(order);
        return sale;
    }

    public void Paid(string session, string outcome)
    {
        if (payments.GetOrAdd(session, outcome) is var first && first != outcome)
            Contradiction($"payment {session} ended in {first} and in {outcome}");
    }

    public void Received(string key, string sku, int units) => deliveries[key] = (sku, units);

    /// <summary>An order of those that were sold, for staff to work on; null before there is one.</summary>
    public Sale? Any(Random random)
    {
        var all = sales.Count;
        return all == 0 ? null : sales.Values.ElementAtOrDefault(random.Next(all));
    }
}
