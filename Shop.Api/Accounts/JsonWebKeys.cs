using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop.Accounts;

/// <summary>The public keys, for whoever wants to check the shop's tokens (RFC 7517).</summary>
internal static class JsonWebKeys
{
    public static void MapJsonWebKeys(this IEndpointRouteBuilder app) =>
        app.MapGet("/.well-known/jwks.json", Handle).WithTags("Accounts").ForEveryone();

    /// <summary>The keys that verify access tokens. For a kid that is not there, ask again.</summary>
    private static async Task<Ok<JsonWebKeySet>> Handle(IGrainFactory grains, HttpResponse response)
    {
        response.Headers.CacheControl = "public, max-age=60";
        var keys = await grains.SigningKeys().PublicKeys();
        return TypedResults.Ok(new JsonWebKeySet([.. keys.Select(JsonWebKey.Of)]));
    }

    public sealed record JsonWebKeySet(ImmutableArray<JsonWebKey> Keys);

    public sealed record JsonWebKey(string Kty, string Crv, string X, string Y, string Kid, string Alg, string Use)
    {
        internal static JsonWebKey Of(PublicKey key) => new("EC", "P-256", key.X, key.Y, key.KeyId, "ES256", "sig");
    }
}
