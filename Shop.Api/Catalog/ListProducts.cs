using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop.Catalog;

/// <summary>The products that the filters leave, page by page.</summary>
internal static class ListProducts
{
    internal static readonly QueryParameter[] Parameters =
        [.. ProductFilters.Parameters, .. QueryParameter.Pages(ProductQuery.Orderings.Keys)];

    public static async Task<Results<Written<Page<ProductAnswer>>, ProblemHttpResult>> Handle(
        HttpContext http, ProductPages pages, CancellationToken aborted)
    {
        if (pages.Known(http) is { } known)
            return new Written<Page<ProductAnswer>>(await known.Now(aborted));

        var query = new QueryReader(http.Request);
        var filters = ProductFilters.Read(query, http);
        var order = query.OrderBy(ProductQuery.Orderings, "-created_at");
        var page = query.Page();
        if (query.Refusal() is { } refusal)
            return refusal;

        var asked = pages.Know(http, new(filters, Total(order), page), page.Neighbours(http));
        return new Written<Page<ProductAnswer>>(await asked.Now(aborted));
    }

    /// <summary>The id decides between equals, so that no page repeats or skips, and goes the index's way.</summary>
    private static string Total(string order) =>
        order.EndsWith(" desc", StringComparison.Ordinal) ? $"{order}, p.id desc" : $"{order}, p.id";
}
