using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Idempotency;
using Shop.Orders;

namespace Shop.Payments;

internal static class PaymentEndpoints
{
    public static void MapPayments(this IEndpointRouteBuilder app)
    {
        var payments = app.MapGroup("/payments").WithTags("Payments").ForCustomers();

        payments.MapGet("/", ListPayments.Handle).WithQuery(ListPayments.Parameters);
        payments.MapGet("/{id:guid}", FindPayment.Handle);
        payments.MapPost("/", Begin).Idempotent();

        app.MapGroup("/admin/reconciliation").WithTags("Payments").ForAdmins()
            .MapGet("/", ListReconciliations.Handle).WithQuery(ListReconciliations.Parameters);
    }

    /// <summary>
    /// Where an order can be paid. One whose payment was declined gets a new try, if the stock can be held again.
    /// </summary>
    private static async Task<Results<Ok<OrderView>, ProblemHttpResult>> Begin(
        BeginRequest request, HttpContext http, IGrainFactory grains) =>
        (await grains.Order(request.OrderId).PayAgain(new PayAgain(http.Caller(), request.Provider)))
        .Absolute(http).ToHttp();

    /// <param name="OrderId">The order that is to be paid.</param>
    /// <param name="Provider">Who takes the payment; who took it before when left out.</param>
    public sealed record BeginRequest(
        [property: Required] Guid OrderId, [property: StringLength(40)] string? Provider = null);
}
