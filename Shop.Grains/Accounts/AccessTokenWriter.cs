using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Shop.Accounts;

/// <summary>Writes a JWT (RFC 7519) signed with ES256 (RFC 7518 §3.4).</summary>
internal static class AccessTokenWriter
{
    public static string Write(AccessClaims claims, string keyId, ECDsa key, DateTimeOffset now)
    {
        var header = Part(new { alg = "ES256", typ = "JWT", kid = keyId });
        var payload = Part(new
        {
            iss = AccessTokens.Issuer,
            aud = AccessTokens.Audience,
            sub = claims.User.Id,
            email = claims.User.Email,
            role = claims.User.Role.ToString().ToLowerInvariant(),
            sid = claims.SessionId,
            jti = Guid.CreateVersion7(),
            iat = now.ToUnixTimeSeconds(),
            exp = (now + AccessTokens.Lifetime).ToUnixTimeSeconds(),
        });

        var signed = $"{header}.{payload}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Part<T>(T part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
