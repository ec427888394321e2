using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Idempotency;

namespace Shop.Orders;

internal static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        var orders = app.MapGroup("/orders").WithTags("Orders").ForCustomers();

        orders.MapGet("/", ListOrders.Handle).WithQuery(ListOrders.Parameters);
        orders.MapGet("/{id:guid}", View);
        orders.MapGet("/{id:guid}/events", OrderEvents.Handle).DisableRequestTimeout();
        orders.MapGet("/{id:guid}/invoice", InvoicePage.Handle);
        orders.MapPost("/{id:guid}/cancel", Cancel).Idempotent();
        orders.MapPost("/{id:guid}/pay", PayAgain).Idempotent();

        var staff = app.MapGroup("/orders/{id:guid}").WithTags("Orders").ForAdmins();

        staff.MapMethods("/ship", ["POST", "PUT", "PATCH"], Ship);
        staff.MapMethods("/complete", ["POST", "PUT", "PATCH"], Complete);
    }

    /// <summary>One order with its timeline. Another customer's is not found.</summary>
    private static async Task<Results<Ok<OrderView>, ProblemHttpResult>> View(
        Guid id, HttpContext http, IGrainFactory grains) =>
        (await grains.Order(id).View(http.Caller())).Absolute(http).ToHttp();

    /// <summary>Cancels an order before it is shipped. Stock goes back, and so does what was paid.</summary>
    private static async Task<Results<Ok<OrderView>, ProblemHttpResult>> Cancel(
        Guid id, HttpContext http, IfMatch match, IGrainFactory grains, CancelRequest? request = null) =>
        (await grains.Order(id).Cancel(new CancelOrder(http.Caller(), request?.Reason, match.Version)))
        .Absolute(http).ToHttp();

    /// <summary>
    /// A new try after a declined payment, if the stock can be held again; another provider may be chosen.
    /// </summary>
    private static async Task<Results<Ok<OrderView>, ProblemHttpResult>> PayAgain(
        Guid id, HttpContext http, IGrainFactory grains, PayRequest? request = null) =>
        (await grains.Order(id).PayAgain(new PayAgain(http.Caller(), request?.Provider))).Absolute(http).ToHttp();

    /// <summary>Tells that an order was handed to a carrier.</summary>
    private static async Task<Results<Ok<OrderView>, ProblemHttpResult>> Ship(
        Guid id, HttpContext http, IfMatch match, IGrainFactory grains, ShipRequest request) =>
        (await grains.Order(id).Ship(
            new ShipOrder(http.Caller(), request.Carrier, request.TrackingNumber, match.Version, request.TrackingUrl)))
        .ToHttp();

    /// <summary>Tells that an order has arrived.</summary>
    private static async Task<Results<Ok<OrderView>, ProblemHttpResult>> Complete(
        Guid id, HttpContext http, IfMatch match, IGrainFactory grains) =>
        (await grains.Order(id).Complete(new CompleteOrder(http.Caller(), match.Version))).ToHttp();

    /// <summary>The shop's own pay page is given with the address that the client came by.</summary>
    internal static OrderView Absolute(this OrderView order, HttpContext http) =>
        order.PaymentUrl is ['/', ..]
            ? order with { PaymentUrl = $"{http.Request.Scheme}://{http.Request.Host}{order.PaymentUrl}" }
            : order;

    internal static Result<OrderView> Absolute(this Result<OrderView> order, HttpContext http) =>
        order.Value is { } view ? view.Absolute(http) : order;

    public sealed record CancelRequest([property: StringLength(500)] string? Reason = null);

    /// <param name="Provider">Who takes the payment; who took it before when left out.</param>
    public sealed record PayRequest([property: StringLength(40)] string? Provider = null);

    public sealed record ShipRequest(
        [property: Required, StringLength(100)] string Carrier,
        [property: StringLength(100)] string? TrackingNumber = null,
        [property: StringLength(500), RegularExpression("https?://[^\\s]+")] string? TrackingUrl = null);
}
