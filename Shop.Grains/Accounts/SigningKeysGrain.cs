using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Shop.Accounts;

/// <inheritdoc cref="ISigningKeysGrain"/>
internal sealed class SigningKeysGrain(
    [PersistentState("signing_keys", StateStores.Private)] IPersistentState<KeyRing> storage, TimeProvider clock)
    : Grain, ISigningKeysGrain, ITokenSignerGrain
{
    private ECDsa? signer;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (Keys.Pairs.IsEmpty)
            await storage.Save(new KeyRing { Pairs = [KeyPair.New()] });
        signer = Keys.Pairs[^1].Open();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        signer?.Dispose();
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<PublicKey>> PublicKeys() =>
        Task.FromResult(Keys.Pairs.Select(pair => pair.ToPublic()).ToImmutableArray());

    public Task<string> Sign(AccessClaims claims) =>
        Task.FromResult(AccessTokenWriter.Write(claims, Keys.Pairs[^1].KeyId, signer!, clock.GetUtcNow()));

    private KeyRing Keys => storage.State;
}
