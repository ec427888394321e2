using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Accounts;
using Shop.Carts;
using Shop.Hosting;
using Shop.Idempotency;
using Shop.Payments;

namespace Shop.Orders;

internal static class CheckoutEndpoints
{
    public static void MapCheckout(this IEndpointRouteBuilder app)
    {
        var checkout = app.MapGroup("/checkout").WithTags("Checkout").ForCustomers().WithCustomerQueue();

        checkout.MapPost("/", Place).IdempotentByItself().SpendsFrom(Budget.Checkout);
        checkout.MapPost("/confirm-payment", Confirm);
        checkout.MapGet("/session/{id}", Look);

        app.MapGet("/checkout/providers", Providers).WithTags("Checkout").ForEveryone();
    }

    /// <summary>
    /// Turns the cart into an order: stock is held first, then the order is stored, then it can be paid. With an
    /// <c>Idempotency-Key</c> a repeat answers with the order that was made.
    /// </summary>
    /// <remarks>
    /// The order's id follows from the customer and the key, so no table of keys can disagree with the orders.
    /// </remarks>
    private static async Task<Results<Created<OrderView>, ProblemHttpResult>> Place(
        HttpContext http, IGrainFactory grains, CheckoutRequest? request = null)
    {
        var asked = request ?? new CheckoutRequest();
        var orderId = http.RequestId();
        if (await grains.Cart(http.UserId()).Refuses(orderId) is { } soldOut)
            return soldOut.ToProblem();

        var placed = await grains.Order(orderId).Place(new PlaceOrder(
            http.UserId(), FingerprintOf(asked), asked.ExpectedTotal, asked.Currency, asked.Provider,
            asked.ShippingAddressId, asked.BillingAddressId, asked.ShippingAddress));
        if (placed.Error is { } refused)
            return refused.ToProblem();

        if (placed.Value!.Replayed)
            http.Response.Headers["Idempotent-Replayed"] = "true";

        return TypedResults.Created($"/api/v1/orders/{orderId}", placed.Value.Order.Absolute(http));
    }

    /// <summary>
    /// After the payment page: the provider is asked what became of the session, and the order hears it. The redirect
    /// itself proves nothing. It may be called as often as one likes.
    /// </summary>
    private static Task<Results<Ok<PaymentSessionView>, ProblemHttpResult>> Confirm(
        [FromQuery(Name = "session_id")] string? sessionId, HttpContext http, IGrainFactory grains) =>
        Look(sessionId ?? "", http, grains);

    /// <summary>What became of a payment session, as its provider says now.</summary>
    private static async Task<Results<Ok<PaymentSessionView>, ProblemHttpResult>> Look(
        string id, HttpContext http, IGrainFactory grains)
    {
        var session = await grains.PaymentSessions().Confirm(id, http.Caller());
        return session.Error is { } refused
            ? refused.ToProblem()
            : TypedResults.Ok(session.Value! with { Order = session.Value.Order.Absolute(http) });
    }

    /// <summary>Who takes payments here, the shop's first choice first.</summary>
    private static async Task<Ok<ImmutableArray<string>>> Providers(IGrainFactory grains) =>
        TypedResults.Ok(await grains.PaymentSessions().Providers());

    private static string FingerprintOf(CheckoutRequest request) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, ShopJson.Options)));

    /// <param name="ExpectedTotal">What the buyer saw, in minor units; another total is refused with 409.</param>
    /// <param name="Currency">What the buyer saw, ISO 4217; another currency is refused with 422.</param>
    /// <param name="Provider">Who takes the payment; the shop's first when left out.</param>
    /// <param name="ShippingAddressId">From the address book; its default when left out.</param>
    /// <param name="BillingAddressId">From the address book; its default when left out.</param>
    /// <param name="ShippingAddress">Instead of one from the address book.</param>
    public sealed record CheckoutRequest(
        [property: Range(0, long.MaxValue)] long? ExpectedTotal = null,
        [property: StringLength(3, MinimumLength = 3)] string? Currency = null,
        [property: StringLength(40)] string? Provider = null,
        Guid? ShippingAddressId = null, Guid? BillingAddressId = null, PostalAddress? ShippingAddress = null);
}
