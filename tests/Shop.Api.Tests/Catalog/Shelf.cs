using System.Net;
using System.Text.Json;

namespace Shop.Catalog;

/// <summary>A shop with three products that differ in all that lists know; the bowl is the oldest.</summary>
public sealed class Shelf : IAsyncLifetime
{
    private readonly Dictionary<string, string> names = [];

    public ShopHost Shop { get; } = new();

    /// <summary>In the name of each product.</summary>
    public string Word { get; } = Catalogue.Word();

    public async Task InitializeAsync()
    {
        await Shop.InitializeAsync();
        using var admin = await Shop.Admin();
        var outer = await admin.Category(new { name = Word });
        var inner = await admin.Category(new { name = $"{Word} inner", parent_id = outer.Text("id") });
        var seller = Guid.CreateVersion7();
        await admin.Product(new { name = $"Bowl {Word}", price = 200, description = "100% clay" });
        string[] linen = ["linen"];
        string[] both = ["linen", "gift"];
        var cup = new { name = $"Cup {Word}", price = 300, stock = 2, tags = both, is_featured = true };
        var made = await admin.Product(cup);
        await Place(admin, made, new { category_id = inner.Text("id"), seller_id = seller });
        var category_id = outer.Text("id");
        var apron = new { name = $"Apron {Word}", price = 100, stock = 7, tags = linen, category_id };
        await admin.Product(apron);

        // Reviews and sales come from other features; here they are only stored.
        await Shop.Database.Run($"update products set units_sold = 9 where name = 'Cup {Word}'");
        await Shop.Database.Run($"update products set units_sold = 4 where name = 'Apron {Word}'");
        await Shop.Database.Run(
            $"update products set state = jsonb_set(state, '{"{rating}"}', '4.5') where name = 'Bowl {Word}'");
        names["{outer_id}"] = outer.Text("id");
        names["{outer}"] = outer.Text("slug");
        names["{inner}"] = inner.Text("slug");
        names["{seller}"] = seller.ToString();
    }

    public Task DisposeAsync() => Shop.DisposeAsync();

    public string Fill(string filter) =>
        names.Aggregate(filter, (text, name) => text.Replace(name.Key, name.Value, StringComparison.Ordinal));

    /// <summary>Keeps to this shelf, unless the filter is about names itself.</summary>
    public string Only(string filter) =>
        filter.StartsWith("name=", StringComparison.Ordinal) ? "page=1" : $"name={Word}";

    private static async Task Place(HttpClient admin, JsonElement product, object where)
    {
        var path = $"{Catalogue.Products}/{product.Text("id")}";
        await (await admin.Patch(path, JsonSerializer.Serialize(where))).Read(HttpStatusCode.OK);
    }
}
