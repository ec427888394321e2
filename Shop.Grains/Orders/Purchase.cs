using System.Collections.Immutable;
using Shop.Accounts;
using Shop.Carts;
using Shop.Catalog;

namespace Shop.Orders;

/// <summary>What a cart becomes when it is bought: the rules of checkout before any stock is touched.</summary>
internal static class Purchase
{
    /// <param name="lines">The cart's. Two of one SKU become one, so that they cannot beat the stock.</param>
    /// <param name="offers">Today's, by SKU; null for what is gone.</param>
    public static Result<Order> Of(
        PlaceOrder command, ImmutableArray<CartLine> lines, IReadOnlyDictionary<string, Offer?> offers,
        OrderContact contact)
    {
        if (lines.IsEmpty)
            return OrderErrors.CartEmpty;

        var faults = Faults(lines, offers);
        if (!faults.IsEmpty)
            return OrderErrors.ItemsUnavailable(faults);

        ImmutableArray<OrderLine> bought = [.. lines.GroupBy(line => line.Sku).Select(same => LineOf(same, offers))];
        var currency = offers[bought[0].Sku]!.Currency;
        var total = bought.Sum(line => line.LineTotal);
        if (command.Currency is { } wanted && wanted != currency)
            return OrderErrors.CurrencyDiffers(currency);
        if (command.ExpectedTotal is { } expected && expected != total)
            return OrderErrors.TotalDiffers(total);

        return new Order
        {
            Fingerprint = command.Fingerprint,
            CustomerId = command.CustomerId,
            Email = contact.Email,
            CustomerName = contact.Name,
            Lines = bought,
            Total = total,
            Currency = currency,
            ShippingAddress = contact.Shipping,
            BillingAddress = contact.Billing,
        };
    }

    private static ImmutableArray<Fault> Faults(
        ImmutableArray<CartLine> lines, IReadOnlyDictionary<string, Offer?> offers)
    {
        var currency = offers.Values.FirstOrDefault(offer => offer is not null)?.Currency;
        return
        [
            .. from line in lines
               let code = offers[line.Sku] switch
               {
                   null => "gone",
                   { IsActive: false } => "inactive",
                   { } offer when offer.Currency != currency => "currency_changed",
                   _ => null,
               }
               where code is not null
               select new Fault(line.Sku, code, $"{line.Sku} can no longer be bought like this.", 0),
        ];
    }

    private static OrderLine LineOf(IGrouping<string, CartLine> same, IReadOnlyDictionary<string, Offer?> offers)
    {
        var offer = offers[same.Key]!;
        var quantity = same.Sum(line => line.Quantity);
        return new OrderLine(
            offer.ProductId, offer.VariantId, offer.Sku, offer.ProductName, offer.VariantName, offer.ImageUrl,
            quantity, offer.UnitPrice, offer.UnitPrice * quantity, offer.SellerId);
    }
}
