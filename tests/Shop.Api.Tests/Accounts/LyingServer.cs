using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Shop.Accounts;

/// <summary>An OpenID Connect server that answers a code with whatever it is told to.</summary>
public sealed class LyingServer : IAsyncDisposable
{
    private WebApplication? app;

    public string Url => app!.Urls.Single();

    /// <summary>The one it says is its own.</summary>
    public RSA Key { get; } = RSA.Create(2048);

    /// <summary>To every code, as it goes over the wire.</summary>
    public string Answer { get; set; } = "{}";

    public async Task Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.MapGet("/.well-known/openid-configuration", () => new
        {
            issuer = Url,
            authorization_endpoint = $"{Url}/auth",
            token_endpoint = $"{Url}/token",
            jwks_uri = $"{Url}/jwks",
        });
        app.MapGet("/jwks", () => new { keys = (object[])[PublicKey()] });
        app.MapPost("/token", () => Results.Content(Answer, "application/json"));
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app!.DisposeAsync();
        Key.Dispose();
    }

    private object PublicKey()
    {
        var numbers = Key.ExportParameters(includePrivateParameters: false);
        return new
        {
            kty = "RSA",
            use = "sig",
            alg = "RS256",
            kid = IdTokenDraft.KeyId,
            n = Base64Url.EncodeToString(numbers.Modulus),
            e = Base64Url.EncodeToString(numbers.Exponent),
        };
    }
}
