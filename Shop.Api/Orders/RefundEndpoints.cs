using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Idempotency;

namespace Shop.Orders;

internal static class RefundEndpoints
{
    public static void MapRefunds(this IEndpointRouteBuilder app) =>
        app.MapPost("/orders/{id:guid}/refund", Refund).WithTags("Orders").ForAdmins().Idempotent();

    /// <summary>
    /// Sends money back: all that is left, some lines, or an amount; never more than was paid. The order says what
    /// became of it, in <c>refunds</c>: a provider that is away is told as soon as it is back.
    /// </summary>
    private static async Task<Results<Ok<OrderView>, ProblemHttpResult>> Refund(
        Guid id, HttpContext http, IfMatch match, IGrainFactory grains, RefundRequest? request = null)
    {
        var asked = request ?? new RefundRequest();
        return (await grains.OrderMoney(id).Refund(new RefundOrder(
            http.RequestId(), http.Caller(), asked.Amount, ItemsOf(asked.Items), asked.Restock, asked.Reason,
            match.Version))).ToHttp();
    }

    internal static ImmutableArray<ReturnedItem> ItemsOf(IEnumerable<ItemRequest>? items) =>
        [.. (items ?? []).Select(item => new ReturnedItem(item.Sku.ToUpperInvariant(), item.Quantity))];

    /// <param name="Amount">Minor units; what the items cost when left out, or all that is left without items.</param>
    /// <param name="Items">Which lines, and how many units of each; by amount when left out.</param>
    /// <param name="Restock">Whether those go into stock again; when left out: if they were never shipped.</param>
    /// <param name="Reason">For the customer and the books.</param>
    public sealed record RefundRequest(
        [property: Range(1, long.MaxValue)] long? Amount = null,
        [property: MaxLength(200)] IReadOnlyList<ItemRequest>? Items = null,
        bool? Restock = null,
        [property: StringLength(500)] string? Reason = null);

    public sealed record ItemRequest(
        [property: Required, StringLength(80, MinimumLength = 1)] string Sku,
        [property: Range(1, 1_000_000)] int Quantity);
}
