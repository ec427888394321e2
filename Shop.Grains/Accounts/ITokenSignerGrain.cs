namespace Shop.Accounts;

/// <summary>
/// Signs access tokens: the same grain as <see cref="ISigningKeysGrain"/>, seen from inside the silo. Its key is
/// <c>keys/signing</c>.
/// </summary>
[Alias("accounts.ITokenSignerGrain")]
public interface ITokenSignerGrain : IGrainWithStringKey
{
    [Alias("Sign")]
    Task<string> Sign(AccessClaims claims);
}

[GenerateSerializer, Immutable, Alias("accounts.AccessClaims")]
public sealed record AccessClaims(UserView User, Guid SessionId);

internal static class TokenSignerKeys
{
    public static ITokenSignerGrain TokenSigner(this IGrainFactory grains) =>
        grains.GetGrain<ITokenSignerGrain>(SigningKeysKeys.Key);
}
