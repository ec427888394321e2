using System.Net;
using System.Text.Json.Nodes;

namespace Shop.Accounts;

public class BadAccountTests(ShopHost shop) : IClassFixture<ShopHost>
{
    [Theory]
    [InlineData("email", "null")]
    [InlineData("email", "7")]
    [InlineData("email", "[]")]
    [InlineData("email", "\"\"")]
    [InlineData("email", "\"ann\"")]
    [InlineData("email", "\"ann@localhost\"")]
    [InlineData("email", "\"\\u0430nn@example.com\"")]
    [InlineData("email", "\"\\uFF41nn@example.com\"")]
    [InlineData("email", "\"ann@e\\u0301xample.com\"")]
    [InlineData("email", "\"ann@example.com\\r\\nbcc: all@example.com\"")]
    [InlineData("email", "\"ann\\u0000@example.com\"")]
    [InlineData("password", "null")]
    [InlineData("password", "12345678")]
    [InlineData("password", "\"short\"")]
    [InlineData("password", "\"password1\"")]
    [InlineData("confirm_password", "\"another-one-7\"")]
    [InlineData("confirm_password", "null")]
    [InlineData("first_name", "\"\"")]
    [InlineData("first_name", "\"   \"")]
    [InlineData("first_name", "\"A\\nnn\"")]
    [InlineData("first_name", "\"\\u202Ennа\"")]
    [InlineData("last_name", "{}")]
    [InlineData("last_name", "\"L\\u0007ee\"")]
    [InlineData("phone_number", "\"call me\"")]
    [InlineData("phone_number", "447000000000")]
    [InlineData("date_of_birth", "\"1990-02-30\"")]
    [InlineData("date_of_birth", "\"yesterday\"")]
    [InlineData("date_of_birth", "\"2999-01-01\"")]
    [InlineData("date_of_birth", "19900101")]
    public async Task A_field_that_cannot_be_is_named(string field, string value)
    {
        using var client = shop.Anonymous();
        var email = Visitors.NewEmail();
        var body = JsonNode.Parse(Visitors.Registration(email))!.AsObject();
        body[field] = JsonNode.Parse(value);
        if (field == "password")
            body["confirm_password"] = JsonNode.Parse(value);

        var problem = await (await client.PostJson("/api/v1/auth/register", body.ToJsonString()))
            .Read(HttpStatusCode.UnprocessableEntity);

        Assert.Contains(field, problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        Assert.Null(await shop.Grains.EmailAddress(EmailAddress.Read(email).Value!).Holder());
    }

    [Theory]
    [InlineData("email")]
    [InlineData("password")]
    [InlineData("confirm_password")]
    [InlineData("first_name")]
    [InlineData("last_name")]
    public async Task A_missing_field_is_named(string field)
    {
        using var client = shop.Anonymous();
        var body = JsonNode.Parse(Visitors.Registration(Visitors.NewEmail()))!.AsObject();
        body.Remove(field);

        await (await client.PostJson("/api/v1/auth/register", body.ToJsonString())).Invalid(field);
    }

    [Theory]
    [InlineData("email", 255)]
    [InlineData("password", 129)]
    [InlineData("first_name", 101)]
    [InlineData("last_name", 100_000)]
    [InlineData("phone_number", 31)]
    public async Task A_text_that_is_too_long_is_named(string field, int length)
    {
        using var client = shop.Anonymous();
        var body = JsonNode.Parse(Visitors.Registration(Visitors.NewEmail()))!.AsObject();
        body[field] = new string('7', length);
        if (field == "password")
            body["confirm_password"] = new string('7', length);

        await (await client.PostJson("/api/v1/auth/register", body.ToJsonString())).Invalid(field);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_no_text()
    {
        using var client = shop.Anonymous();
        var body = Visitors.Registration(Visitors.NewEmail()).Replace("Lee", "\\uD83D");

        await (await client.PostJson("/api/v1/auth/register", body)).Invalid("last_name");
    }

    [Theory]
    [InlineData("/api/v1/auth/register")]
    [InlineData("/api/v1/auth/login")]
    [InlineData("/api/v1/auth/refresh")]
    public async Task A_body_that_is_no_object_is_no_request(string path)
    {
        using var client = shop.Anonymous();

        Assert.Equal(HttpStatusCode.BadRequest, await Status(client.PostJson(path, "{")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Status(client.PostJson(path, "[]")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Status(client.PostJson(path, "{}")));
        using var form = new StringContent("a=b");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await Status(client.PostAsync(path, form)));
    }

    [Theory]
    [InlineData("GET", "/api/v1/users/me")]
    [InlineData("PUT", "/api/v1/users/me")]
    [InlineData("PATCH", "/api/v1/users/me")]
    [InlineData("DELETE", "/api/v1/users/me")]
    [InlineData("GET", "/api/v1/users/me/export")]
    [InlineData("GET", "/api/v1/users/me/addresses")]
    [InlineData("POST", "/api/v1/users/me/addresses")]
    [InlineData("DELETE", "/api/v1/users/me/addresses/0f8fad5b-d9cb-469f-a165-70867728950e")]
    [InlineData("POST", "/api/v1/auth/logout")]
    public async Task What_is_mine_asks_who_I_am(string method, string path)
    {
        using var client = shop.Anonymous();
        await (await client.Send(new HttpMethod(method), path, "{}"))
            .Problem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    private static async Task<HttpStatusCode> Status(Task<HttpResponseMessage> answer) => (await answer).StatusCode;
}
