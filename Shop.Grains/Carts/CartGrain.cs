using System.Collections.Immutable;
using Shop.Catalog;
using Shop.Inventory;
using Shop.Orders;

namespace Shop.Carts;

/// <inheritdoc cref="ICartGrain"/>
internal sealed class CartGrain(
    [PersistentState("carts", StateStores.Documents)] IPersistentState<Cart> storage, IPastOrders past)
    : Grain, ICartGrain
{
    private KnownOrders orders = new([]);

    public override async Task OnActivateAsync(CancellationToken cancellationToken) =>
        orders = new KnownOrders(await past.Of(this.GetPrimaryKey(), KnownOrders.Most + 1));

    public async Task<CartView> View()
    {
        var items = await Task.WhenAll(Cart.Lines.Select(ViewOf));
        var total = items.Where(item => item.Problem is null).Sum(item => item.LineTotal);
        return new CartView(
            Cart.Version, [.. items], items.Sum(item => item.Quantity), total, Cart.Lines.FirstOrDefault()?.Currency);
    }

    public async Task<Error?> Refuses(Guid orderId)
    {
        if (orders.MayHave(orderId))
            return null;

        var wanted = Cart.Lines.ToLookup(line => line.Sku, line => line.Quantity);
        var answers = await Task.WhenAll(
            wanted.Select(sku => GrainFactory.Inventory(sku.Key).Refuses(orderId, sku.Sum())));
        var refusals = answers.OfType<Error>().ToList();
        return refusals.Count == 0
            ? null
            : OrderErrors.OutOfStock([.. refusals.SelectMany(refusal => refusal.Faults)]);
    }

    public Task<ImmutableArray<CartLine>> Lines(Guid orderId)
    {
        orders.Add(orderId);
        return Task.FromResult(Cart.Lines);
    }

    public async Task<Result<CartView>> Add(AddToCart command)
    {
        if (Cart.HasDone(command.LineId))
            return await View();
        if (IsStale(command.Version))
            return CartErrors.Changed;

        var offer = await OfferOf(command);
        if (offer.Error is { } unknown)
            return unknown;

        return await Keep(Cart.Add(command, offer.Value!));
    }

    public async Task<Result<CartView>> SetQuantity(Guid lineId, int quantity, long? version) =>
        IsStale(version) ? CartErrors.Changed : await Keep(Cart.SetQuantity(lineId, quantity));

    public async Task<Result<CartView>> Remove(Guid lineId, long? version) =>
        IsStale(version) ? CartErrors.Changed : await Keep(Cart.Remove(lineId));

    public async Task<Result<CartView>> Clear(long? version) =>
        IsStale(version) ? CartErrors.Changed
        : Cart.Lines.IsEmpty ? await View()
        : await Keep(Cart.Clear());

    public async Task<ImmutableArray<Fault>> Validate()
    {
        var items = await Task.WhenAll(Cart.Lines.Select(async line => (line, view: await ViewOf(line))));
        return [.. items.SelectMany(item => Faults(item.line, item.view))];
    }

    public async Task RemoveBought(Guid orderId, ImmutableArray<BoughtLine> lines)
    {
        if (!Cart.HasDone(orderId))
            await storage.Save(Cart.RemoveBought(orderId, lines));
    }

    public Task Forget() => storage.RecordExists ? storage.ClearStateAsync() : Task.CompletedTask;

    private async Task<Result<CartView>> Keep(Result<Cart> next)
    {
        if (next.Error is { } refused)
            return refused;

        await storage.Save(next.Value!);
        return await View();
    }

    /// <summary>The offer of the variant that is named, or of the only one there is.</summary>
    private async Task<Result<Offer>> OfferOf(AddToCart command)
    {
        var product = GrainFactory.Product(command.ProductId);
        var sku = command.Sku;
        if (sku is null)
        {
            var view = await product.View();
            if (view.Error is { } unknown)
                return unknown;

            var variants = view.Value!.Variants.RemoveAll(
                variant => !variant.IsActive || (command.VariantId is { } id && variant.Id != id));
            if (variants.Length != 1)
                return variants.IsEmpty ? CartErrors.VariantUnknown : CartErrors.SkuRequired;

            sku = variants[0].Sku;
        }

        var offer = await product.Offer(sku);
        return offer.Value is { IsActive: false } ? CartErrors.ProductInactive : offer;
    }

    private async Task<CartItemView> ViewOf(CartLine line)
    {
        var (asked, counted) = (GrainFactory.Product(line.ProductId).Offer(line.Sku),
            GrainFactory.Inventory(line.Sku).View());
        var offer = (await asked).Value;
        var stock = (await counted).Value;
        var available = offer is { IsActive: true } ? stock?.Available ?? 0 : 0;
        var price = offer?.UnitPrice ?? line.UnitPrice;
        return new CartItemView(
            line.Id, line.ProductId, line.Sku, offer?.ProductName ?? line.Sku, offer?.VariantName, offer?.ImageUrl,
            line.Quantity, price, price * line.Quantity, available, ProblemOf(line, offer, available));
    }

    private static string? ProblemOf(CartLine line, Offer? offer, int available) => offer switch
    {
        null => "gone",
        { IsActive: false } => "inactive",
        _ when offer.Currency != line.Currency => "currency_changed",
        _ when available == 0 => "sold_out",
        _ when available < line.Quantity => "short_of_stock",
        _ => null,
    };

    private static IEnumerable<Fault> Faults(CartLine line, CartItemView view)
    {
        if (view.Problem is { } problem)
            yield return new Fault(line.Sku, problem, $"{view.Name}: {view.Available} left.", view.Available);
        else if (view.UnitPrice != line.UnitPrice)
            yield return new Fault(line.Sku, "repriced", $"{view.Name} costs {view.UnitPrice} now.", view.Available);
    }

    private bool IsStale(long? version) => version is { } seen && seen != Cart.Version;

    private Cart Cart => storage.State;
}
