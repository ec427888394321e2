using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Idempotency;

namespace Shop.Orders;

internal static class ReturnEndpoints
{
    public static void MapReturns(this IEndpointRouteBuilder app)
    {
        var returns = app.MapGroup("/orders/{id:guid}/returns").WithTags("Returns").ForCustomers();

        returns.MapGet("/", List);
        returns.MapPost("/", Ask).Idempotent();

        var staff = app.MapGroup("/orders/{id:guid}/returns/{returnId:guid}").WithTags("Returns").ForAdmins();

        staff.MapPost("/approve", Approve).Idempotent();
        staff.MapPost("/reject", Reject).Idempotent();
        staff.MapPost("/receive", Receive).Idempotent();
        staff.MapPost("/refund", Refund).Idempotent();
    }

    /// <summary>What the customer sends back, and how far each return is.</summary>
    private static async Task<Results<Ok<OrderReturn[]>, ProblemHttpResult>> List(
        Guid id, HttpContext http, IGrainFactory grains)
    {
        var order = await grains.Order(id).View(http.Caller());
        return order.Error is { } refused ? refused.ToProblem() : TypedResults.Ok(order.Value!.Returns.ToArray());
    }

    /// <summary>Asks to send goods of a shipped order back.</summary>
    private static async Task<Results<Created<OrderView>, ProblemHttpResult>> Ask(
        Guid id, HttpContext http, IfMatch match, IGrainFactory grains, ReturnRequest request) =>
        (await grains.OrderMoney(id).RequestReturn(new RequestReturn(
            http.RequestId(), http.Caller(), RefundEndpoints.ItemsOf(request.Items), request.Reason, match.Version)))
        .ToCreated(order => $"/api/v1/orders/{order.Id}/returns");

    /// <summary>Tells the customer to send the goods.</summary>
    private static async Task<Results<Ok<OrderView>, ProblemHttpResult>> Approve(
        Guid id, Guid returnId, HttpContext http, IfMatch match, IGrainFactory grains, NoteRequest? request = null) =>
        (await grains.OrderMoney(id).DecideReturn(
            new DecideReturn(returnId, http.Caller(), Approve: true, request?.Note, match.Version))).ToHttp();

    /// <summary>Tells the customer to keep the goods.</summary>
    private static async Task<Results<Ok<OrderView>, ProblemHttpResult>> Reject(
        Guid id, Guid returnId, HttpContext http, IfMatch match, IGrainFactory grains, NoteRequest? request = null) =>
        (await grains.OrderMoney(id).DecideReturn(
            new DecideReturn(returnId, http.Caller(), Approve: false, request?.Note, match.Version))).ToHttp();

    /// <summary>The goods are here; they go into stock again unless they cannot be sold.</summary>
    private static async Task<Results<Ok<OrderView>, ProblemHttpResult>> Receive(
        Guid id, Guid returnId, HttpContext http, IfMatch match, IGrainFactory grains,
        ReceiveRequest? request = null) =>
        (await grains.OrderMoney(id).ReceiveReturn(
            new ReceiveReturn(returnId, http.Caller(), request?.Restock ?? true, match.Version))).ToHttp();

    /// <summary>Sends the money of the returned goods back.</summary>
    private static async Task<Results<Ok<OrderView>, ProblemHttpResult>> Refund(
        Guid id, Guid returnId, HttpContext http, IfMatch match, IGrainFactory grains, AmountRequest? request = null) =>
        (await grains.OrderMoney(id).RefundReturn(
            new RefundReturn(returnId, http.Caller(), request?.Amount, match.Version))).ToHttp();

    public sealed record ReturnRequest(
        [property: Required, MinLength(1), MaxLength(200)] IReadOnlyList<RefundEndpoints.ItemRequest> Items,
        [property: Required, StringLength(500, MinimumLength = 1)] string Reason);

    public sealed record NoteRequest([property: StringLength(500)] string? Note = null);

    public sealed record ReceiveRequest(bool? Restock = null);

    /// <param name="Amount">Minor units; what the goods cost when left out.</param>
    public sealed record AmountRequest([property: Range(1, long.MaxValue)] long? Amount = null);
}
