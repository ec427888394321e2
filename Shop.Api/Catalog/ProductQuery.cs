using System.Globalization;
using Npgsql;

namespace Shop.Catalog;

/// <summary>Finds the products of a page, with what is left of each.</summary>
/// <param name="Filters">What is on the list.</param>
/// <param name="Order">An expression over <c>products p</c>.</param>
/// <param name="Page">Which page of it.</param>
internal sealed record ProductQuery(ProductFilters Filters, string Order, PageRequest Page)
{
    public static readonly Dictionary<string, string> Orderings = new()
    {
        ["price"] = "p.price",
        ["created_at"] = "p.created_at",
        ["name"] = "p.name",
        ["rating"] = "p.rating",
        ["popularity"] = "p.units_sold",
    };

    private static readonly string Columns =
        $"p.id, p.{StoredProducts.RowVersion} as row_version, p.category_id, {string.Join(", ", Orderings.Values)}";

    /// <summary>Stock and categories are looked up for the page alone.</summary>
    private string Sql => $"""
        select p.id, p.row_version, p.category_id, category.name, category.slug, stock.variants, stock.available
        from   (
                   select p.* from {Found} p
                   order  by {Order}
                   {Limit}{(Page.Offset > 0 ? " offset @offset" : "")}
               ) p
               left join categories category on category.id = p.category_id
               left join lateral
               (
                   select array_agg(i.variant_id) as variants, array_agg(i.on_hand - i.reserved) as available
                   from   inventory i
                   where  i.product_id = p.id
               ) stock on true
        order  by {Order}
        """;

    /// <summary>
    /// Of each category the first ones, which an index gives in order: however many a category has, no more are read.
    /// </summary>
    private string Found => Filters.Categories is { } categories
        ? $"""
        (
            select p.* from ({categories}) category cross join lateral
            (
                select {Columns} from products p
                where  p.category_id = category.id and {Filters.WithinCategory}
                order  by {Order}
                {Limit}{(Page.Offset > 0 ? " + @offset" : "")}
            ) p
        )
        """
        : $"(select {Columns} from products p where {Filters.WithinCategory})";

    /// <summary>
    /// A number in the text: the planner then knows how little is asked for, and keeps its plan for the next who asks.
    /// </summary>
    private string Limit => string.Create(CultureInfo.InvariantCulture, $"limit {Page.Limit}");

    public NpgsqlCommand Ask(NpgsqlDataSource database)
    {
        var command = Filters.Ask(database, Sql);
        if (Page.Offset > 0)
            command.Parameters.AddWithValue("offset", Page.Offset);
        return command;
    }
}
