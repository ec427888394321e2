using System.Text.Json;
using static Shop.Catalog.Catalogue;

namespace Shop.Catalog;

public class ProductListApiTests(Shelf shelf) : IClassFixture<Shelf>
{
    [Theory]
    [InlineData("", "Apron Bowl Cup")]
    [InlineData("name=bOw", "Bowl")]
    [InlineData("price=200", "Bowl")]
    [InlineData("price__gt=200", "Cup")]
    [InlineData("price__gte=200", "Bowl Cup")]
    [InlineData("price__lt=200", "Apron")]
    [InlineData("price__lte=200", "Apron Bowl")]
    [InlineData("price__gte=100&price__lt=300", "Apron Bowl")]
    [InlineData("tags=linen", "Apron Cup")]
    [InlineData("tags=Linen,gift", "Cup")]
    [InlineData("tags=lin", "")]
    [InlineData("tags__icontains=LIN", "Apron Cup")]
    [InlineData("description__icontains=100%25", "Bowl")]
    [InlineData("description__icontains=_", "")]
    [InlineData("is_featured=true", "Cup")]
    [InlineData("is_featured=false", "Apron Bowl")]
    [InlineData("is_in_stock=true", "Apron Cup")]
    [InlineData("is_in_stock=false", "Bowl")]
    [InlineData("rating__gte=4", "Bowl")]
    [InlineData("category={inner}", "Cup")]
    [InlineData("category={outer}", "Apron Cup")]
    [InlineData("category={outer_id}", "Apron Cup")]
    [InlineData("category=nowhere", "")]
    [InlineData("seller={seller}", "Cup")]
    public async Task A_filter_leaves_what_it_says(string filter, string expected)
    {
        using var anybody = shelf.Shop.Anonymous();

        var names = await anybody.Names($"{shelf.Fill(filter)}&{shelf.Only(filter)}&ordering=name");

        Assert.Equal(expected, string.Join(' ', names.Select(name => name.Split(' ')[0])));
    }

    [Theory]
    [InlineData("price", "Apron Bowl Cup")]
    [InlineData("-price", "Cup Bowl Apron")]
    [InlineData("name", "Apron Bowl Cup")]
    [InlineData("-name", "Cup Bowl Apron")]
    [InlineData("created_at", "Bowl Cup Apron")]
    [InlineData("-created_at", "Apron Cup Bowl")]
    [InlineData("-rating,name", "Bowl Apron Cup")]
    [InlineData("-popularity", "Cup Apron Bowl")]
    public async Task An_ordering_orders(string ordering, string expected)
    {
        using var anybody = shelf.Shop.Anonymous();

        var names = await anybody.Names($"name={shelf.Word}&ordering={ordering}");

        Assert.Equal(expected, string.Join(' ', names.Select(name => name.Split(' ')[0])));
    }

    [Theory]
    [InlineData("price__lt=cheap", "price__lt")]
    [InlineData("price=1.5", "price")]
    [InlineData("price__gt=-1", "price__gt")]
    [InlineData("price__lte=99999999999999999999", "price__lte")]
    [InlineData("is_featured=perhaps", "is_featured")]
    [InlineData("is_in_stock=2", "is_in_stock")]
    [InlineData("is_active=false", "is_active")]
    [InlineData("seller=me", "seller")]
    [InlineData("rating__gte=6", "rating__gte")]
    [InlineData("name=%00", "name")]
    [InlineData("colour=red", "colour")]
    [InlineData("ordering=colour", "ordering")]
    [InlineData("page=0", "page")]
    [InlineData("page_size=101", "page_size")]
    public async Task A_filter_at_fault_is_named(string query, string field)
    {
        using var anybody = shelf.Shop.Anonymous();

        await (await anybody.GetAsync($"{Products}?{query}")).Invalid(field);
    }

    [Fact]
    public async Task Pages_lead_to_each_other_and_show_everything_once()
    {
        using var anybody = shelf.Shop.Anonymous();
        var seen = new List<string>();
        var next = $"{Products}?name={shelf.Word}&page_size=2&ordering=price";
        var page = default(JsonElement);
        while (next is not null)
        {
            page = await anybody.At(next);
            Assert.Equal(3, page.GetProperty("count").GetInt32());
            seen.AddRange(page.GetProperty("results").EnumerateArray().Select(one => one.Text("name").Split(' ')[0]));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(["Apron", "Bowl", "Cup"], seen);
        var before = await anybody.At(page.Text("previous"));
        Assert.Equal(2, before.GetProperty("results").GetArrayLength());
        Assert.Null(before.GetProperty("previous").GetString());
    }

    [Theory]
    [InlineData("price", 1, "Apron")]
    [InlineData("price", 2, "Cup")]
    [InlineData("-price", 1, "Cup")]
    [InlineData("-name", 2, "Apron")]
    [InlineData("name", 3, "")]
    public async Task Pages_of_a_category_have_what_is_below_it_in_one_order(string ordering, int page, string expected)
    {
        using var anybody = shelf.Shop.Anonymous();

        var names = await anybody.Names(
            $"{shelf.Fill("category={outer}")}&ordering={ordering}&page_size=1&page={page}");

        Assert.Equal(expected, string.Join(' ', names.Select(name => name.Split(' ')[0])));
    }

    [Fact]
    public async Task A_list_and_a_product_tell_one_availability()
    {
        using var anybody = shelf.Shop.Anonymous();
        var listed = (await anybody.List($"name=Apron%20{shelf.Word}")).GetProperty("results")[0];

        var alone = await anybody.At($"{Products}/{listed.Text("id")}");

        Assert.Equal(listed.GetRawText(), alone.GetRawText());
        Assert.Equal(7, alone.GetProperty("available").GetInt32());
    }
}
