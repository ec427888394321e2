using System.Globalization;
using System.Text;
using Microsoft.OpenApi;
using Npgsql;
using Shop.Accounts;

namespace Shop.Catalog;

/// <summary>What of the catalogue a request asks for, as a condition over <c>products p</c>.</summary>
/// <remarks>Only filters that are given are in the condition: the planner then sees which index serves.</remarks>
internal sealed class ProductFilters
{
    private const string CategoryAndBelow = """
        with recursive below (id) as
        (
            select id from categories where @category in (id::text, slug)
            union
            select child.id from categories child join below on child.parent_id = below.id
        )
        select id from below
        """;

    /// <summary>
    /// Stock is found by its product: that is one look where each SKU would take its own, and who counts all products
    /// can go over all stock once.
    /// </summary>
    private const string InStock =
        "exists (select from inventory i where i.product_id = p.id "
        + "and i.sku = any (p.sellable_skus) and i.on_hand > i.reserved)";

    internal static readonly QueryParameter[] Parameters =
    [
        new("category", "In this category or below it, by id or slug."),
        QueryParameter.Whole("price", "In minor units, exactly."),
        QueryParameter.Whole("price__gt", "In minor units, more than."),
        QueryParameter.Whole("price__gte", "In minor units, at least."),
        QueryParameter.Whole("price__lt", "In minor units, less than."),
        QueryParameter.Whole("price__lte", "In minor units, at most."),
        new("tags", "With all of these tags, by comma."),
        new("tags__icontains", "With a tag that contains this."),
        new("name", "Part of the name."),
        new("description__icontains", "Part of the description."),
        QueryParameter.Flag("is_featured", "Featured, or not."),
        QueryParameter.Flag("is_in_stock", "Can be bought now, or not."),
        QueryParameter.Flag("is_active", "For sellers and admins: on sale, or not."),
        new("seller", "Only this seller's."),
        new("rating__gte", "Rated at least so, 0 to 5.", JsonSchemaType.Number),
    ];

    private readonly StringBuilder key = new();
    private readonly List<string> conditions = ["not p.is_removed"];
    private readonly List<(string Name, object Value)> values = [];

    private ProductFilters()
    {
    }

    /// <summary>SQL without any of the client's words in it; <see cref="Ask"/> brings those.</summary>
    public string Condition => Categories is null
        ? WithinCategory
        : $"{WithinCategory}\n       and p.category_id = any (array ({Categories}))";

    /// <summary>The same for one whose category is right.</summary>
    public string WithinCategory => string.Join("\n       and ", conditions);

    /// <summary>The ids of the categories that are asked for, as SQL; null when it may be any.</summary>
    public string? Categories { get; private set; }

    /// <summary>The same for two requests that ask for the same.</summary>
    public string Key => $"{Condition}\n{key}";

    /// <summary>
    /// Products that are not active are seen by admins and by their sellers; to all others <c>is_active</c> is no
    /// filter.
    /// </summary>
    public static ProductFilters Read(QueryReader query, HttpContext http)
    {
        var filters = new ProductFilters();
        filters.ReadSight(query, http);
        filters.ReadPrices(query);
        filters.ReadTexts(query);
        filters.ReadCategory(query);
        filters.When("seller", query.Id("seller"), "p.seller_id = @seller");
        filters.When("featured", query.Flag("is_featured"), "p.is_featured = @featured");
        filters.When("rating", query.Number("rating__gte", 0, 5), "p.rating >= @rating");
        var inStock = query.Flag("is_in_stock");
        filters.When("inStock", inStock, inStock is true ? InStock : $"not {InStock}");
        return filters;
    }

    /// <param name="database">Is asked.</param>
    /// <param name="sql">Has the condition in it.</param>
    public NpgsqlCommand Ask(NpgsqlDataSource database, string sql)
    {
        var command = database.CreateCommand(sql);
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    private void ReadSight(QueryReader query, HttpContext http)
    {
        if (!http.User.IsInRole(Policies.RoleName(Role.Seller)) && !http.IsAdmin())
        {
            conditions.Add("p.is_active");
            return;
        }

        if (!http.IsAdmin())
            When("viewer", http.UserIdOrNull(), "(p.is_active or p.seller_id = @viewer)");
        When("active", query.Flag("is_active"), "p.is_active = @active");
    }

    private void ReadPrices(QueryReader query)
    {
        When("price", query.Whole("price"), "p.price = @price");
        When("price_gt", query.Whole("price__gt"), "p.price > @price_gt");
        When("price_gte", query.Whole("price__gte"), "p.price >= @price_gte");
        When("price_lt", query.Whole("price__lt"), "p.price < @price_lt");
        When("price_lte", query.Whole("price__lte"), "p.price <= @price_lte");
    }

    /// <summary>Names and texts are found by any part of them; <c>tags=linen,summer</c> asks for both.</summary>
    private void ReadTexts(QueryReader query)
    {
        const StringSplitOptions tidied = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        When("name", Part(query, "name"), "p.name ilike @name");
        When("text", Part(query, "description__icontains"), "p.state #>> '{details,description}' ilike @text");
        When("tag", Part(query, "tags__icontains"), "lines(p.state #> '{details,tags}') ilike @tag");
        When("tags", query.Text("tags")?.ToLowerInvariant().Split(',', tidied), "p.tags @> @tags");
    }

    private static string? Part(QueryReader query, string name) =>
        query.Text(name) is { } text ? Like.Contains(text) : null;

    private void ReadCategory(QueryReader query)
    {
        if (query.Text("category")?.ToLowerInvariant() is not { } category)
            return;

        Categories = CategoryAndBelow;
        Add("category", category);
    }

    private void When(string name, object? value, string condition)
    {
        if (value is null)
            return;

        conditions.Add(condition);
        Add(name, value);
    }

    private void Add(string name, object value)
    {
        values.Add((name, value));
        var text = value is string[] list ? string.Join(',', list) : value;
        key.Append(CultureInfo.InvariantCulture, $"{name}={text}\n");
    }
}
