using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Idempotency;

namespace Shop.Inventory;

internal static class InventoryEndpoints
{
    public static void MapInventory(this IEndpointRouteBuilder app)
    {
        var inventory = app.MapGroup("/admin/inventory").WithTags("Inventory").ForAdmins();

        inventory.MapGet("/", ListStock.Handle).WithQuery(ListStock.Parameters);
        inventory.MapGet("/{sku}", View);
        inventory.MapPost("/{sku}", Adjust).Idempotent();
        inventory.MapPatch("/{sku}", SetThreshold);
        inventory.MapGet("/{sku}/ledger", ListMovements.Handle).WithQuery(ListMovements.Parameters);
    }

    /// <summary>The stock of one SKU.</summary>
    private static async Task<Results<Ok<StockView>, ProblemHttpResult>> View(string sku, IGrainFactory grains) =>
        (await grains.Inventory(sku).View()).ToHttp();

    /// <summary>Changes the count on hand while sales go on: adds, sets, or takes in goods.</summary>
    private static async Task<Results<Ok<StockView>, ProblemHttpResult>> Adjust(
        string sku, AdjustRequest request, HttpContext http, IGrainFactory grains) =>
        (await grains.Inventory(sku).Adjust(new AdjustStock(
            http.RequestId(), request.Action, request.Quantity, request.Reason ?? "", http.UserId()))).ToHttp();

    /// <summary>At or below this many available, staff are told.</summary>
    private static async Task<Results<Ok<StockView>, ProblemHttpResult>> SetThreshold(
        string sku, ThresholdRequest request, IGrainFactory grains) =>
        (await grains.Inventory(sku).SetLowStockThreshold(request.LowStockThreshold)).ToHttp();

    /// <param name="Action">How the quantity is meant.</param>
    /// <param name="Quantity">Units; negative only to adjust.</param>
    /// <param name="Reason">For the ledger.</param>
    public sealed record AdjustRequest(
        StockChange Action, int Quantity, [property: StringLength(500)] string? Reason = null);

    /// <param name="LowStockThreshold">Units; null turns the alert off.</param>
    public sealed record ThresholdRequest(int? LowStockThreshold);
}
