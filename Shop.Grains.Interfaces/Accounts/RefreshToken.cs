using System.Buffers.Text;

namespace Shop.Accounts;

/// <summary>
/// A refresh token as the client holds it: <c>session id.secret</c>. Only its session can tell if it is good.
/// </summary>
[GenerateSerializer, Immutable, Alias("accounts.RefreshToken")]
public sealed record RefreshToken(Guid SessionId, string Secret)
{
    public static Result<RefreshToken> Read(string? written)
    {
        var parts = (written ?? "").Split('.');
        return parts is [var id, { Length: > 0 } secret]
            && Guid.TryParseExact(id, "N", out var session) && Base64Url.IsValid(secret)
            ? new RefreshToken(session, secret)
            : AccountErrors.InvalidRefreshToken;
    }

    public string Write() => $"{SessionId:N}.{Secret}";

    public override string ToString() => $"(refresh token of session {SessionId})";
}
