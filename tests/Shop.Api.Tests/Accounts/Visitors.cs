using System.Net;
using System.Text.Json;

namespace Shop.Accounts;

/// <summary>What people say to the shop before it knows them.</summary>
internal static class Visitors
{
    public const string Password = "trombone-7";

    public static string NewEmail() => $"{Guid.CreateVersion7():n}@example.com";

    public static string Registration(string email) => $$"""
        {"email": "{{email}}", "password": "{{Password}}", "confirm_password": "{{Password}}",
        "first_name": "Ann", "last_name": "Lee"}
        """;

    /// <returns>The address that was registered.</returns>
    public static async Task<string> Registered(this HttpClient client)
    {
        var email = NewEmail();
        await (await client.PostJson("/api/v1/auth/register", Registration(email))).Read(HttpStatusCode.Created);
        return email;
    }

    public static Task<HttpResponseMessage> Login(this HttpClient client, string email, string password = Password) =>
        client.PostJson("/api/v1/auth/login", JsonSerializer.Serialize(new { email, password }));

    public static Task<HttpResponseMessage> Refresh(this HttpClient client, JsonElement tokens) =>
        client.PostJson(
            "/api/v1/auth/refresh", JsonSerializer.Serialize(new { refresh_token = tokens.Text("refresh_token") }));

    /// <summary>A new customer, signed in by password.</summary>
    public static async Task<(string Email, JsonElement Tokens)> SignedIn(this HttpClient client)
    {
        var email = await client.Registered();
        var tokens = await (await client.Login(email)).Read(HttpStatusCode.OK);
        client.Use(tokens);
        return (email, tokens);
    }

    public static Task<HttpResponseMessage> Post(this HttpClient client, string path, object body) =>
        client.PostJson($"/api/v1{path}", JsonSerializer.Serialize(body));

    /// <summary>A code of the same shape that is not this one.</summary>
    public static string NotThis(string code) => (code[0] == '9' ? '0' : '9') + code[1..];

    /// <summary>From here on the client is whom the tokens name.</summary>
    public static void Use(this HttpClient client, JsonElement tokens) =>
        client.DefaultRequestHeaders.Authorization = new("Bearer", tokens.Text("access_token"));

    public static string? Text(this JsonElement json, string name) => json.GetProperty(name).GetString();
}
