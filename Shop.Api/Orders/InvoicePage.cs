using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Accounts;
using Shop.Hosting;
using Shop.Payments;

namespace Shop.Orders;

/// <summary>An order on a sheet of paper: an invoice, and once it is paid, its receipt.</summary>
internal static class InvoicePage
{
    private static readonly HtmlPage Page = new("""
        body { margin: 2rem auto; max-width: 48rem; padding: 0 1rem; font: 15px/1.5 sans-serif; color: #222 }
        header, .parties { display: flex; justify-content: space-between; gap: 2rem }
        h1 { margin: 0; font-size: 28px }
        h2 { margin: 0 0 .25rem; font-size: 13px; color: #666 }
        table { width: 100%; margin: 2rem 0; border-collapse: collapse }
        td, th { padding: .5rem 0; border-bottom: 1px solid #ddd; text-align: left; vertical-align: top }
        .amount { text-align: right; white-space: nowrap }
        tfoot td { border: 0; font-weight: bold }
        @page { margin: 20mm }
        @media print { body { margin: 0; max-width: none; padding: 0 } tr { break-inside: avoid } }
        """);

    /// <summary>A page to print (text/html). Another customer's order is not found.</summary>
    public static async Task<Results<ContentHttpResult, ProblemHttpResult>> Handle(
        Guid id, HttpContext http, IGrainFactory grains, SellerOptions seller)
    {
        var found = await grains.Order(id).View(http.Caller());
        if (found.Error is { } refused)
            return refused.ToProblem();

        var order = found.Value!;
        var lines = seller.Text.Split('|', StringSplitOptions.TrimEntries);
        return Page.Show(http, $"Invoice {order.Reference}", Body(order, lines));
    }

    private static Html Body(OrderView order, string[] seller) => Html.Of($"""
        <header><h1>Invoice {order.Reference}</h1><div>{Lines(seller)}</div></header>
        <p>{order.CreatedAt:yyyy-MM-dd}</p>
        <div class="parties">
        <div><h2>Billed to</h2>{Address(order.BillingAddress ?? order.ShippingAddress, order.Email)}</div>
        <div><h2>Delivered to</h2>{Address(order.ShippingAddress, order.Email)}</div>
        </div>
        <table>
        <thead><tr><th>Item</th><th class="amount">Quantity</th><th class="amount">Price</th>
        <th class="amount">Amount</th></tr></thead>
        <tbody>
        {Html.Join(order.Items.Select(line => Row(line, order.Currency)))}</tbody>
        <tfoot><tr><td colspan="3">Total</td><td class="amount">{Money.Format(order.Total, order.Currency)}</td></tr>
        </tfoot>
        </table>
        {Payments(order)}
        """);

    private static Html Row(OrderLine line, string currency) => Html.Of($"""
        <tr><td>{line.Name}{(line.VariantName is { Length: > 0 } variant ? $" ({variant})" : "")}<br>{line.Sku}</td>
        <td class="amount">{line.Quantity}</td><td class="amount">{Money.Format(line.UnitPrice, currency)}</td>
        <td class="amount">{Money.Format(line.LineTotal, currency)}</td></tr>

        """);

    private static Html Payments(OrderView order)
    {
        var paid = order.Payments.Where(payment => payment.Status is not PaymentStatus.Failed).ToList();
        return paid.Count == 0
            ? Html.Of($"<p>Not paid.</p>")
            : Html.Of($"<h2>Payments</h2><table>{Html.Join(paid.Select(Row))}</table>");
    }

    private static Html Row(PaymentRecord payment) => Html.Of($"""
        <tr><td>{payment.At:yyyy-MM-dd}</td><td>{payment.Provider}</td>
        <td>{(payment.Refunded > 0 ? $"{Money.Format(payment.Refunded, payment.Currency)} sent back" : "")}</td>
        <td class="amount">{Money.Format(payment.Amount, payment.Currency)}</td></tr>

        """);

    private static Html Address(PostalAddress? address, string email) =>
        Lines(address is null ? [email] : [.. address.ToLines(), email]);

    private static Html Lines(IEnumerable<string> lines) => Html.Join(lines.Select(line => Html.Of($"{line}<br>")));
}
