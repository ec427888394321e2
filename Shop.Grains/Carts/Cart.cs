using System.Collections.Immutable;
using Shop.Catalog;

namespace Shop.Carts;

/// <summary>What a cart is and the rules it keeps. Knows nothing of grains, clocks or storage.</summary>
[GenerateSerializer, Immutable, Alias("carts.Cart")]
public sealed record Cart
{
    public const int MostOfOneSku = 99;
    public const int MostLines = 100;

    /// <summary>Commands and orders remembered, so that a repeat of a recent one changes nothing.</summary>
    private const int MostRemembered = 32;

    [Id(0)] public long Version { get; init; }
    [Id(1)] public ImmutableArray<CartLine> Lines { get; init; } = [];
    [Id(2)] public ImmutableArray<Guid> Done { get; init; } = [];

    public bool HasDone(Guid command) => Done.Contains(command);

    public Result<Cart> Add(AddToCart command, Offer offer)
    {
        if (Lines.FirstOrDefault(line => line.Currency != offer.Currency && line.Sku != offer.Sku) is not null)
            return CartErrors.CurrencyMixed;

        var held = Lines.FirstOrDefault(line => line.Sku == offer.Sku);
        if (command.Quantity < 1 || command.Quantity > MostOfOneSku - (held?.Quantity ?? 0))
            return CartErrors.QuantityOutOfRange(MostOfOneSku);
        if (held is null && Lines.Length == MostLines)
            return CartErrors.TooManyLines(MostLines);

        var line = new CartLine(
            held?.Id ?? command.LineId, offer.ProductId, offer.Sku, command.Quantity + (held?.Quantity ?? 0),
            offer.UnitPrice, offer.Currency);
        var lines = held is null ? Lines.Add(line) : Lines.Replace(held, line);
        return With(lines) with { Done = Remember(command.LineId) };
    }

    public Result<Cart> SetQuantity(Guid lineId, int quantity)
    {
        if (Lines.FirstOrDefault(line => line.Id == lineId) is not { } held)
            return CartErrors.LineNotFound;
        if (quantity is < 1 or > MostOfOneSku)
            return CartErrors.QuantityOutOfRange(MostOfOneSku);

        return With(Lines.Replace(held, held with { Quantity = quantity }));
    }

    public Result<Cart> Remove(Guid lineId) =>
        Lines.FirstOrDefault(line => line.Id == lineId) is { } held
            ? With(Lines.Remove(held))
            : CartErrors.LineNotFound;

    public Cart Clear() => With([]);

    /// <summary>A line put in again since the checkout keeps what is more than was bought.</summary>
    public Cart RemoveBought(Guid orderId, ImmutableArray<BoughtLine> bought)
    {
        var taken = bought.ToLookup(line => line.Sku, line => line.Quantity);
        var left = Lines
            .Select(line => line with { Quantity = line.Quantity - taken[line.Sku].Sum() })
            .Where(line => line.Quantity > 0);
        return With([.. left]) with { Done = Remember(orderId) };
    }

    private Cart With(ImmutableArray<CartLine> lines) => this with { Lines = lines, Version = Version + 1 };

    private ImmutableArray<Guid> Remember(Guid command) => [.. Done.TakeLast(MostRemembered - 1), command];
}
