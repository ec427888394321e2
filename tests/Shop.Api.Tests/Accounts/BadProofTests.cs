using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shop.Accounts;

/// <summary>
/// Whatever is sent where somebody proves who they are is refused by name, and nothing of it is told back.
/// </summary>
public class BadProofTests(ShopHost shop) : IClassFixture<ShopHost>
{
    private const string Mailbox = """{"email": "ann@example.com"}""";
    private const string Code = """{"code": "123456"}""";

    private static readonly string[] Optional = ["otp", "current_password"];

    private static readonly string[] NoTexts =
        ["7", "1e400", "true", "[]", "{}", """["123456"]""", """{"$ne": null}"""];

    private static readonly string[] Hostile =
    [
        "ann@example.com' or '1'='1", "'; drop table users; --", "{{7*7}}${7*7}", "<script>alert(1)</script>",
        "\u0000", "123\u0000456", "a\r\nBcc: all@example.com", "\u202E654321", "\u0661\u0662\u0663\u0664\u0665\u0666",
        "\uFF11\uFF12\uFF13\uFF14\uFF15\uFF16", "\u0430nn@example.com", "../../etc/passwd", "%00%0a", "\uD83D\uDE00",
    ];

    /// <summary>How, where, and what a person would send.</summary>
    private static readonly (string Method, string Path, string Body)[] Requests =
    [
        ("POST", "/auth/login", """{"email": "ann@example.com", "password": "trombone-7", "otp": "123456"}"""),
        ("POST", "/auth/refresh", """{"refresh_token": "0f8fad5bd9cb469fa16570867728950e.AAAA"}"""),
        ("POST", "/auth/verify-email", """{"email": "ann@example.com", "code": "123456"}"""),
        ("POST", "/auth/resend-otp", Mailbox),
        ("POST", "/auth/forgot-password", Mailbox),
        ("PUT", "/auth/reset-password", """
            {"email": "ann@example.com", "code": "123456", "password": "trombone-7", "confirm_password": "trombone-7"}
            """),
        ("POST", "/users/me/password", """
            {"current_password": "not-mine-7", "password": "another-one-7", "confirm_password": "another-one-7"}
            """),
        ("POST", "/users/me/email", """{"email": "ann@example.com", "current_password": "trombone-7"}"""),
        ("POST", "/users/me/email/confirm", Code),
        ("POST", "/auth/mfa", """{"current_password": "trombone-7"}"""),
        ("POST", "/auth/mfa/confirm", Code),
        ("POST", "/auth/mfa/recovery-codes", Code),
        ("POST", "/auth/mfa/disable", """{"code": "123456", "current_password": "trombone-7"}"""),
    ];

    public static TheoryData<string, string, string, string> Fields()
    {
        var fields = new TheoryData<string, string, string, string>();
        foreach (var (method, path, body) in Requests)
        {
            foreach (var (field, _) in JsonNode.Parse(body)!.AsObject())
                fields.Add(method, path, body, field);
        }

        return fields;
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task A_field_that_is_no_text_or_too_long_a_text_is_named(
        string method, string path, string good, string field)
    {
        using var client = await shop.Customer();
        List<string> values = [.. NoTexts, JsonSerializer.Serialize(new string('1', 100_000)), "\"\\uD83D\""];
        if (!Optional.Contains(field))
            values.Add("null");

        foreach (var value in values)
        {
            var body = With(good, field, value);
            var problem = await (await Send(client, method, path, body))
                .Problem(HttpStatusCode.UnprocessableEntity, "validation_failed");
            Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), $"{value}: {problem}");
        }
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task A_text_that_is_meant_to_harm_is_a_wrong_text(
        string method, string path, string good, string field)
    {
        using var client = shop.Anonymous();
        await client.SignedIn();
        foreach (var text in Hostile)
        {
            var answer = await Send(client, method, path, With(good, field, JsonSerializer.Serialize(text)));
            var told = await answer.Content.ReadAsStringAsync();

            Assert.True((int)answer.StatusCode is 401 or 409 or 422 or 429, $"{text}: {answer.StatusCode} {told}");
            Assert.All(JsonElement.Parse(told).EnumerateObject(), part =>
                Assert.DoesNotContain(text, part.Value.ToString(), StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task A_name_given_twice_or_a_body_too_deep_is_no_request(
        string method, string path, string good, string field)
    {
        using var client = await shop.Customer();
        string[] more = [$"\"{field}\": \"x\", ", $"\"x\": {new string('[', 500)}{new string(']', 500)}, "];
        foreach (var front in more)
        {
            await (await Send(client, method, path, good.TrimStart().Insert(1, front)))
                .Problem(HttpStatusCode.BadRequest, "malformed_json");
        }
    }

    /// <summary>A pair of texts that must be the same is changed as one.</summary>
    private static string With(string body, string field, string value)
    {
        var changed = body.Replace($"\"{field}\": ", $"\"{field}\": {value}, \"was\": ", StringComparison.Ordinal);
        var pair = $"\"confirm_{field}\": ";
        return changed.Replace(pair, $"{pair}{value}, \"was_too\": ", StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> Send(HttpClient client, string method, string path, string body) =>
        client.Send(new HttpMethod(method), $"/api/v1{path}", body);
}
