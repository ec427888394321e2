using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Shop.Inventory;

/// <summary>All SKUs with their counts, for staff.</summary>
internal static class ListStock
{
    private const string Filter = """
        from   inventory
        where  (@sku::text is null or starts_with(sku, @sku))
        and    (@product::uuid is null or product_id = @product)
        and    (@low::boolean is null or (on_hand - reserved <= coalesce(low_stock_threshold, 0)) = @low)
        """;

    private static readonly Dictionary<string, string> Orderings = new()
    {
        ["sku"] = "sku",
        ["available"] = "on_hand - reserved",
        ["on_hand"] = "on_hand",
        ["reserved"] = "reserved",
    };

    internal static readonly QueryParameter[] Parameters =
    [
        new("sku", "SKUs that begin so."),
        new("product", "Only this product's."),
        QueryParameter.Flag("low_stock", "Only what is at or below its threshold."),
        .. QueryParameter.Pages(Orderings.Keys),
    ];

    public static async Task<Results<Ok<Page<StockRow>>, ProblemHttpResult>> Handle(
        HttpContext http, NpgsqlDataSource database, CancellationToken aborted)
    {
        var query = new QueryReader(http.Request);
        var (sku, product, low) = (query.Text("sku")?.ToUpperInvariant(), query.Id("product"), query.Flag("low_stock"));
        var (page, order) = (query.Page(), query.OrderBy(Orderings, "sku"));
        if (query.Refusal() is { } refusal)
            return refusal;

        var sql = $"""
            select count(*) {Filter};
            select sku, product_id as ProductId, variant_id as VariantId, on_hand as OnHand, reserved,
                   on_hand - reserved as Available, low_stock_threshold as LowStockThreshold
            {Filter}
            order by {order}, sku
            limit @Limit offset @Offset
            """;
        var (count, rows) = await database.Counted<StockRow>(new(
            sql, new { sku, product, low, page.Limit, page.Offset }, cancellationToken: aborted));
        return TypedResults.Ok(page.Of(http, count, rows));
    }

    /// <summary>The stock of one SKU, in units.</summary>
    public sealed record StockRow(
        string Sku, Guid ProductId, Guid VariantId, int OnHand, int Reserved, int Available, int? LowStockThreshold);
}
