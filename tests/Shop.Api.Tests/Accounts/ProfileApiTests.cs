using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shop.Accounts;

public class ProfileApiTests(ShopHost shop) : IClassFixture<ShopHost>
{
    private const string Me = "/api/v1/users/me";
    private const string Addresses = "/api/v1/users/me/addresses";

    private const string Home =
        """{"recipient": "Ann Lee", "line1": "1 High Street", "city": "London", "country": "gb"}""";

    [Fact]
    public async Task A_profile_is_replaced_or_changed_in_part()
    {
        using var client = await shop.Customer();

        var replaced = await Put(client, """
            {"first_name": "Ann", "last_name": "Lee", "phone_number": "+44 20 7946 0000", "date_of_birth": "1990-02-28"}
            """);
        Assert.Equal(("Ann", "+442079460000", "1990-02-28"),
            (replaced.Text("first_name"), replaced.Text("phone_number"), replaced.Text("date_of_birth")));

        var changed = await Patch(client, """{"last_name": "Jones", "date_of_birth": null}""");
        Assert.Equal(("Ann", "Jones", "+442079460000"),
            (changed.Text("first_name"), changed.Text("last_name"), changed.Text("phone_number")));
        Assert.Null(changed.Text("date_of_birth"));
        Assert.Equal(changed.GetRawText(), (await Patch(client, "{}")).GetRawText());

        Assert.Null((await Put(client, """{"first_name": "Ann", "last_name": "Lee"}""")).Text("phone_number"));
    }

    [Theory]
    [InlineData("first_name", "\"\"")]
    [InlineData("last_name", "7")]
    [InlineData("phone_number", "\"x\"")]
    [InlineData("date_of_birth", "\"3000-01-01\"")]
    public async Task A_change_that_cannot_be_is_named_and_changes_nothing(string field, string value)
    {
        using var client = await shop.Customer();
        var before = await (await client.GetAsync(Me)).Read(HttpStatusCode.OK);

        var problem = await (await client.Send(HttpMethod.Patch, Me, $$"""{"{{field}}": {{value}}}"""))
            .Read(HttpStatusCode.UnprocessableEntity);

        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _));
        Assert.Equal(before.GetRawText(), (await (await client.GetAsync(Me)).Read(HttpStatusCode.OK)).GetRawText());
    }

    [Fact]
    public async Task An_address_book_is_kept_with_its_defaults()
    {
        using var client = await shop.Customer();
        var added = await client.PostJson(Addresses, Home.Replace("}", ", \"is_default_billing\": true}"));
        var address = await added.Read(HttpStatusCode.Created);

        var path = added.Headers.Location!.ToString();
        Assert.Equal($"{Addresses}/{address.Text("id")}", path);
        Assert.Equal("GB", address.Text("country"));
        Assert.True(address.GetProperty("is_default_billing").GetBoolean());
        Assert.False(address.GetProperty("is_default_shipping").GetBoolean());

        var moved = await client.Send(HttpMethod.Put, path, Home.Replace("London", "Leeds"));
        var changed = await moved.Read(HttpStatusCode.OK);
        Assert.Equal("Leeds", changed.Text("city"));
        Assert.Equal(changed.GetRawText(), (await (await client.GetAsync(path)).Read(HttpStatusCode.OK)).GetRawText());

        var list = await (await client.GetAsync(Addresses)).Read(HttpStatusCode.OK);
        Assert.Equal((2, 2), (list.GetProperty("count").GetInt32(), list.GetProperty("results").GetArrayLength()));

        await (await client.DeleteAsync(path)).Read(HttpStatusCode.NoContent);
        await (await client.GetAsync(path)).Problem(HttpStatusCode.NotFound, "address_not_found");
    }

    [Theory]
    [InlineData("recipient", "null")]
    [InlineData("line1", "\" \"")]
    [InlineData("line2", "\"a\\u0000b\"")]
    [InlineData("city", "12")]
    [InlineData("country", "\"UK\"")]
    [InlineData("country", "\"GBR\"")]
    [InlineData("phone", "\"x\"")]
    [InlineData("postal_code", "\"123456789012345678901\"")]
    [InlineData("is_default_shipping", "\"yes\"")]
    public async Task A_part_of_an_address_that_cannot_be_is_named(string field, string value)
    {
        using var client = await shop.Customer();
        var body = JsonNode.Parse(Home)!.AsObject();
        body[field] = JsonNode.Parse(value);

        var answer = await client.PostJson(Addresses, body.ToJsonString());
        var problem = await answer.Read(HttpStatusCode.UnprocessableEntity);

        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.GetRawText());
    }

    [Fact]
    public async Task Another_customers_address_is_not_there()
    {
        using var owner = await shop.Customer();
        using var other = await shop.Customer();
        var path = (await owner.PostJson(Addresses, Home)).Headers.Location!.ToString();

        await (await other.GetAsync(path)).Problem(HttpStatusCode.NotFound, "address_not_found");
        await (await other.Send(HttpMethod.Put, path, Home)).Problem(HttpStatusCode.NotFound, "address_not_found");
        await (await other.DeleteAsync(path)).Read(HttpStatusCode.NoContent);
        await (await owner.GetAsync(path)).Read(HttpStatusCode.OK);
    }

    private static async Task<JsonElement> Put(HttpClient client, string json) =>
        await (await client.Send(HttpMethod.Put, "/api/v1/customer_profile/me", json)).Read(HttpStatusCode.OK);

    private static async Task<JsonElement> Patch(HttpClient client, string json) =>
        await (await client.Send(HttpMethod.Patch, Me, json)).Read(HttpStatusCode.OK);
}
