using System.Net;
using System.Text.Json;

namespace Shop.Conventions;

public class QueryTests(ShopHost shop) : IClassFixture<ShopHost>
{
    [Theory]
    [InlineData("page=0", "page")]
    [InlineData("page=-1", "page")]
    [InlineData("page=two", "page")]
    [InlineData("page=1.5", "page")]
    [InlineData("page=99999999999999999999", "page")]
    [InlineData("page=10001", "page")]
    [InlineData("page=1&page=2", "page")]
    [InlineData("page_size=0", "page_size")]
    [InlineData("page_size=101", "page_size")]
    [InlineData("ordering=cost", "ordering")]
    [InlineData("ordering=price,", "ordering")]
    [InlineData("ordering=price,-price", "ordering")]
    [InlineData("ordering=--price", "ordering")]
    [InlineData("ordering=price;drop%20table%20orders", "ordering")]
    [InlineData("price__lt=x", "price__lt")]
    [InlineData("price__lt=-1", "price__lt")]
    [InlineData("is_featured=maybe", "is_featured")]
    [InlineData("rating__gte=6", "rating__gte")]
    [InlineData("rating__gte=NaN", "rating__gte")]
    [InlineData("seller=me", "seller")]
    [InlineData("since=yesterday", "since")]
    [InlineData("since=2026-02-30", "since")]
    [InlineData("kind=1", "kind")]
    [InlineData("kind=TailorMade", "kind")]
    [InlineData("name=%00", "name")]
    [InlineData("colour=red", "colour")]
    [InlineData("colour=red&page=x&price__lt=y", "colour", "page", "price__lt")]
    public async Task A_parameter_that_is_wrong_or_unknown_is_named(string query, params string[] names)
    {
        using var client = shop.Anonymous();
        await (await client.GetAsync($"/api/v1/samples?{query}")).Invalid(names);
    }

    [Theory]
    [InlineData("", "order", "price desc")]
    [InlineData("ordering=price,-name", "order", "price, lower(name) desc")]
    [InlineData("price__lt=4999", "price", "4999")]
    [InlineData("price__lt=", "price", "")]
    [InlineData("is_featured=True", "flag", "True")]
    [InlineData("rating__gte=4.5", "rating", "4.5")]
    [InlineData("kind=tailor_made", "kind", "tailor_made")]
    [InlineData("since=2026-01-02T03:04:05%2B02:00", "since", "2026-01-02T01:04:05+00:00")]
    [InlineData("since=2026-01-02", "since", "2026-01-02T00:00:00+00:00")]
    [InlineData("name=%20mug%20", "name", "mug")]
    public async Task A_parameter_is_read(string query, string field, string expected)
    {
        using var client = shop.Anonymous();
        var answer = await (await client.GetAsync($"/api/v1/samples?{query}")).Read(HttpStatusCode.OK);
        Assert.Equal(expected, answer.GetProperty(field).ToString());
    }

    [Fact]
    public async Task Pages_lead_from_the_first_to_the_last_and_back()
    {
        using var client = shop.Anonymous();
        var first = await Page(client, "/api/samples?name=mug%26co&page_size=20");
        var second = await Page(client, first.GetProperty("next").GetString()!);
        var third = await Page(client, second.GetProperty("next").GetString()!);
        var back = await Page(client, third.GetProperty("previous").GetString()!);

        Assert.Equal(45, first.GetProperty("count").GetInt64());
        Assert.Equal(JsonValueKind.Null, first.GetProperty("previous").ValueKind);
        Assert.Equal(40, third.GetProperty("results")[0].GetInt32());
        Assert.Equal(JsonValueKind.Null, third.GetProperty("next").ValueKind);
        Assert.Equal(second.ToString(), back.ToString());
        Assert.Contains("name=mug%26co", second.GetProperty("next").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "unit_count")]
    [InlineData("?unit_count=x", "unit_count")]
    [InlineData("?unitCount=1", "unit_count")]
    public async Task A_parameter_that_the_framework_binds_is_named_as_the_client_names_it(string query, string name)
    {
        using var client = shop.Anonymous();
        await (await client.GetAsync($"/api/v1/samples/plain{query}")).Invalid(name);
    }

    [Fact]
    public void A_cursor_is_what_it_was_written_from()
    {
        var cursor = new Cursor(
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddMicroseconds(7), Guid.CreateVersion7());
        Assert.True(Cursor.TryParse(cursor.ToString(), out var read));
        Assert.Equal(cursor, read);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("!!!!")]
    [InlineData("AAAA")]
    [InlineData("________________________________")]
    public void What_was_no_cursor_is_refused(string text) => Assert.False(Cursor.TryParse(text, out _));

    private static async Task<JsonElement> Page(HttpClient client, string path) =>
        (await (await client.GetAsync(path)).Read(HttpStatusCode.OK)).GetProperty("page");
}
