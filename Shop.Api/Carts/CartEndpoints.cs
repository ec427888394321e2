using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Hosting;
using Shop.Idempotency;

namespace Shop.Carts;

internal static class CartEndpoints
{
    public static void MapCarts(this IEndpointRouteBuilder app)
    {
        var cart = app.MapGroup("/cart").WithTags("Cart").ForCustomers().WithCustomerQueue();

        cart.MapGet("/", View);
        cart.MapPost("/", Add).Idempotent();
        cart.MapDelete("/", Clear);
        cart.MapMethods("/items/{id:guid}", ["PUT", "PATCH"], SetQuantity);
        cart.MapDelete("/items/{id:guid}", Remove);
        cart.MapPost("/validate", Validate);
    }

    /// <summary>The cart at today's prices and stock.</summary>
    private static async Task<Ok<CartView>> View(HttpContext http, IGrainFactory grains) =>
        TypedResults.Ok(await grains.Cart(http.UserId()).View());

    /// <summary>Adds to the line of this variant, or starts one.</summary>
    private static async Task<Results<Ok<CartView>, ProblemHttpResult>> Add(
        HttpContext http, AddRequest request, IfMatch match, IGrainFactory grains,
        [FromQuery(Name = "product_id")] Guid? productId = null)
    {
        if ((request.ProductId ?? productId) is not { } product)
            return CartErrors.ProductRequired.ToProblem();

        return (await grains.Cart(http.UserId()).Add(new AddToCart(
            http.RequestId(), product, request.Sku?.ToUpperInvariant(), request.VariantId, request.Quantity,
            match.Version))).ToHttp();
    }

    /// <summary>Units of this line from now on.</summary>
    private static async Task<Results<Ok<CartView>, ProblemHttpResult>> SetQuantity(
        Guid id, QuantityRequest request, HttpContext http, IfMatch match, IGrainFactory grains) =>
        (await grains.Cart(http.UserId()).SetQuantity(id, request.Quantity, match.Version)).ToHttp();

    /// <summary>Takes a line out.</summary>
    private static async Task<Results<Ok<CartView>, ProblemHttpResult>> Remove(
        Guid id, HttpContext http, IfMatch match, IGrainFactory grains) =>
        (await grains.Cart(http.UserId()).Remove(id, match.Version)).ToHttp();

    /// <summary>Empties the cart.</summary>
    private static async Task<Results<Ok<CartView>, ProblemHttpResult>> Clear(
        HttpContext http, IfMatch match, IGrainFactory grains) =>
        (await grains.Cart(http.UserId()).Clear(match.Version)).ToHttp();

    /// <summary>What checkout would stumble over, line by line, with what is left of each.</summary>
    private static async Task<Ok<ValidationAnswer>> Validate(HttpContext http, IGrainFactory grains)
    {
        var faults = await grains.Cart(http.UserId()).Validate();
        return TypedResults.Ok(new ValidationAnswer(faults.IsEmpty, faults));
    }

    /// <param name="ProductId">The product.</param>
    /// <param name="Sku">The variant's SKU; may be left out when the product has but one.</param>
    /// <param name="VariantId">The variant, instead of its SKU.</param>
    /// <param name="Quantity">Units.</param>
    public sealed record AddRequest(
        Guid? ProductId = null, string? Sku = null, Guid? VariantId = null, int Quantity = 1);

    public sealed record QuantityRequest(int Quantity);

    /// <param name="Valid">True when checkout would go through as things are.</param>
    /// <param name="Items">What is wrong otherwise.</param>
    public sealed record ValidationAnswer(bool Valid, ImmutableArray<Fault> Items);
}
