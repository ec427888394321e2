using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Shop.Catalog;

/// <summary>The products that the filters leave, page by page.</summary>
internal static class ListProducts
{
    /// <summary>Stock and categories are looked up for the page alone.</summary>
    private static string Sql(ProductFilters filters, string order, PageRequest page) => $"""
        with page as
        (
            select row_number() over () as place, p.state, p.category_id, p.skus
            from
            (
                select p.* from {Found(filters, order, page)} p
                order  by {order}
                {Limit(page)}{(page.Offset > 0 ? " offset @offset" : "")}
            ) p
        )
        select page.state, category.name as CategoryName, category.slug as CategorySlug, stock.available
        from   page
               left join categories category on category.id = page.category_id
               left join lateral
               (
                   select jsonb_object_agg(i.sku, i.on_hand - i.reserved) as available
                   from   inventory i
                   where  i.sku = any (page.skus)
               ) stock on true
        order  by page.place
        """;

    /// <summary>
    /// Of each category the first ones, which an index gives in order: however many a category has, no more are read.
    /// </summary>
    private static string Found(ProductFilters filters, string order, PageRequest page) =>
        filters.Categories is { } categories
        ? $"""
        ({categories}) category cross join lateral
                (
                    select p.* from products p
                    where  p.category_id = category.id and {filters.WithinCategory}
                    order  by {order}
                    {Limit(page)}{(page.Offset > 0 ? " + @offset" : "")}
                )
        """
        : $"(select * from products p where {filters.WithinCategory})";

    /// <summary>
    /// A number in the text: the planner then knows how little is asked for, and keeps its plan for the next who asks.
    /// </summary>
    private static string Limit(PageRequest page) => string.Create(CultureInfo.InvariantCulture, $"limit {page.Limit}");

    private static readonly Dictionary<string, string> Orderings = new()
    {
        ["price"] = "p.price",
        ["created_at"] = "p.created_at",
        ["name"] = "p.name",
        ["rating"] = "p.rating",
        ["popularity"] = "p.units_sold",
    };

    internal static readonly QueryParameter[] Parameters =
        [.. ProductFilters.Parameters, .. QueryParameter.Pages(Orderings.Keys)];

    public static async Task<Results<Ok<Page<ProductAnswer>>, ProblemHttpResult>> Handle(
        HttpContext http, NpgsqlDataSource database, ProductCounts counts, CancellationToken aborted)
    {
        var query = new QueryReader(http.Request);
        var filters = ProductFilters.Read(query, http);
        var order = query.OrderBy(Orderings, "-created_at");
        var page = query.Page();
        if (query.Refusal() is { } refusal)
            return refusal;

        filters.Values.Add("offset", page.Offset);
        var sql = Sql(filters, Total(order), page);
        await using var connection = await database.OpenConnectionAsync(aborted);
        var rows = (await connection.QueryAsync<ProductRow>(
            new CommandDefinition(sql, filters.Values, cancellationToken: aborted))).AsList();
        await connection.CloseAsync();

        var isLast = rows.Count < page.Limit && (rows.Count > 0 || page.Offset == 0);
        var count = isLast ? page.Offset + rows.Count : await counts.Of(filters, aborted);
        return TypedResults.Ok(page.Of(http, count, rows.Select(row => row.ToAnswer())));
    }

    /// <summary>The id decides between equals, so that no page repeats or skips, and goes the index's way.</summary>
    private static string Total(string order) =>
        order.EndsWith(" desc", StringComparison.Ordinal) ? $"{order}, p.id desc" : $"{order}, p.id";

    /// <param name="State">The product as its grain stored it.</param>
    /// <param name="Available">Pieces by SKU.</param>
    private sealed record ProductRow(string State, string? CategoryName, string? CategorySlug, string? Available)
    {
        public ProductAnswer ToAnswer()
        {
            var product = JsonSerializer.Deserialize<StoredProduct>(State, ShopJson.Options)!;
            var category = CategoryName is null
                ? null
                : new CategoryLink(product.Details.CategoryId!.Value, CategoryName, CategorySlug!);
            var available = Available is null
                ? []
                : JsonSerializer.Deserialize<Dictionary<string, int>>(Available, ShopJson.Options)!;
            return ProductAnswer.From(new(
                product.ToView(),
                category,
                [.. product.Variants.Select(variant => available.GetValueOrDefault(variant.Sku))]));
        }
    }

    private sealed record StoredProduct(
        Guid Id, ProductDetails Details, ImmutableArray<StoredVariant> Variants, decimal Rating, int RatingCount,
        DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Version)
    {
        public ProductView ToView() => new(
            Id, Details.Slug!, Details, [.. Variants.Select(variant => variant.ToView(Details.Price))], Rating,
            RatingCount, CreatedAt, UpdatedAt, Version);
    }

    private sealed record StoredVariant(Guid Id, string Sku, VariantDetails Details)
    {
        public VariantView ToView(long price) =>
            new(Id, Sku, Details.Name!, Details.Price ?? price, Details.Options, Details.IsActive);
    }
}
