using System.Net;
using static Shop.Catalog.Catalogue;

namespace Shop.Catalog;

public class CategoryApiTests(ShopHost shop) : IClassFixture<ShopHost>
{
    [Fact]
    public async Task A_category_is_made_found_moved_and_removed()
    {
        using var admin = await shop.Admin();
        using var anybody = shop.Anonymous();
        var outer = await admin.Category(new { name = Word() });
        var inner = await admin.Category(new { name = Word(), parent_id = outer.Text("id") });

        var listed = await anybody.At($"{Categories}?parent={outer.Text("slug")}");
        Assert.Equal(inner.Text("id"), Assert.Single(listed.GetProperty("results").EnumerateArray()).Text("id"));
        await (await admin.DeleteAsync($"{Categories}/{outer.Text("id")}"))
            .Problem(HttpStatusCode.Conflict, "category_not_empty");
        var inside = $$"""{"parent_id":"{{inner.Text("id")}}"}""";
        await (await admin.Patch($"{Categories}/{outer.Text("slug")}", inside))
            .Problem(HttpStatusCode.Conflict, "category_inside_itself");

        await (await admin.DeleteAsync($"{Categories}/{inner.Text("slug")}")).Read(HttpStatusCode.NoContent);
        await (await anybody.GetAsync($"{Categories}/{inner.Text("id")}"))
            .Problem(HttpStatusCode.NotFound, "category_not_found");
    }

    [Fact]
    public async Task A_replaced_category_without_a_parent_is_at_the_top()
    {
        using var admin = await shop.Admin();
        var outer = await admin.Category(new { name = Word() });
        var inner = await admin.Category(new { name = Word(), parent_id = outer.Text("id") });

        var path = $"{Categories}/{inner.Text("id")}";
        var put = await (await admin.Send(HttpMethod.Put, path, """{"name":"Top"}""")).Read(HttpStatusCode.OK);

        Assert.Null(put.GetProperty("parent_id").GetString());
        Assert.Equal(inner.Text("slug"), put.Text("slug"));
    }
}
