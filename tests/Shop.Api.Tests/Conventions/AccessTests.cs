using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Shop.Accounts;

namespace Shop.Conventions;

public class AccessTests(ShopHost shop) : IClassFixture<ShopHost>
{
    [Theory]
    [InlineData(Role.Customer, 200, 403, 403, 403)]
    [InlineData(Role.Seller, 200, 200, 403, 403)]
    [InlineData(Role.Admin, 200, 200, 200, 200)]
    public async Task A_role_opens_its_doors(Role role, int customers, int sellers, int admins, int undeclared)
    {
        using var client = role switch
        {
            Role.Customer => await shop.Customer(),
            Role.Seller => await shop.Seller(),
            _ => await shop.Admin(),
        };

        Assert.Equal(customers, await Knock(client, "customers"));
        Assert.Equal(sellers, await Knock(client, "sellers"));
        Assert.Equal(admins, await Knock(client, "admins"));
        Assert.Equal(undeclared, await Knock(client, "undeclared"));
    }

    [Fact]
    public async Task Not_enough_is_forbidden()
    {
        using var client = await shop.Customer();
        await (await client.GetAsync("/api/v1/closed/admins")).Problem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Nobody_is_asked_to_sign_in()
    {
        using var client = shop.Anonymous();
        var answer = await client.GetAsync("/api/v1/closed/customers");
        await answer.Problem(HttpStatusCode.Unauthorized, "unauthenticated");
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task A_token_that_has_expired_is_refused_though_it_was_good_before()
    {
        await using var own = await ShopHost.Start();
        using var client = await own.Customer();
        await (await client.GetAsync("/api/v1/closed/customers")).Read(HttpStatusCode.OK);
        own.Clock.Advance(AccessTokens.Lifetime + TimeSpan.FromSeconds(1));

        var answer = await client.GetAsync("/api/v1/closed/customers");
        await answer.Problem(HttpStatusCode.Unauthorized, "token_expired");
        Assert.Contains("invalid_token", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("a.b.c")]
    public async Task What_is_no_token_is_refused(string token) =>
        await (await With(token)).Problem(HttpStatusCode.Unauthorized, "token_invalid");

    [Fact]
    public async Task A_token_that_was_changed_is_refused()
    {
        var parts = (await GoodToken()).Split('.');
        var claims = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]));
        var admin = Base64(claims.Replace("customer", "admin", StringComparison.Ordinal));
        Assert.NotEqual(parts[1], admin);

        await (await With($"{parts[0]}.{admin}.{parts[2]}")).Problem(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("ES384")]
    [InlineData("ES256")]
    public async Task A_token_that_somebody_else_signed_is_refused(string algorithm)
    {
        var parts = (await GoodToken()).Split('.');
        var header = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[0]));
        var signed = $"{Base64(header.Replace("ES256", algorithm, StringComparison.Ordinal))}.{parts[1]}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        using var own = ECDsa.Create(
            algorithm == "ES384" ? ECCurve.NamedCurves.nistP384 : ECCurve.NamedCurves.nistP256);
        var signature = algorithm switch
        {
            "none" => [],
            "HS256" => HMACSHA256.HashData(Encoding.ASCII.GetBytes(parts[0]), bytes),
            "ES384" => own.SignData(bytes, HashAlgorithmName.SHA384),
            _ => own.SignData(bytes, HashAlgorithmName.SHA256),
        };

        var token = $"{signed}.{System.Buffers.Text.Base64Url.EncodeToString(signature)}";
        await (await With(token)).Problem(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Fact]
    public async Task A_bad_token_does_not_close_what_is_open_to_everyone()
    {
        using var client = shop.Anonymous();
        await (await client.Send(HttpMethod.Get, "/api/v1/samples", null, ("Authorization", "Bearer nonsense")))
            .Read(HttpStatusCode.OK);
    }

    [Fact]
    public void Every_endpoint_says_who_may_call_it()
    {
        var silent = shop.Endpoints
            .Where(endpoint => !endpoint.Metadata.Any(item => item is IAuthorizeData or IAllowAnonymous)
                || endpoint.Metadata.GetMetadata<Policies.Undeclared>() is not null)
            .Select(endpoint => endpoint.RoutePattern.RawText);

        Assert.Equal(["/api/v1/closed/undeclared"], silent);
    }

    private async Task<string> GoodToken()
    {
        using var client = await shop.Customer();
        return client.DefaultRequestHeaders.Authorization!.Parameter!;
    }

    private async Task<HttpResponseMessage> With(string token)
    {
        using var client = shop.Anonymous();
        return await client.Send(
            HttpMethod.Get, "/api/v1/closed/customers", null, ("Authorization", $"Bearer {token}"));
    }

    private static string Base64(string text) =>
        System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static async Task<int> Knock(HttpClient client, string door) =>
        (int)(await client.GetAsync($"/api/v1/closed/{door}")).StatusCode;
}
