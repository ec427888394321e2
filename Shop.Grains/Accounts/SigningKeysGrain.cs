using System.Collections.Immutable;
using System.Security.Cryptography;
using Orleans.Storage;

namespace Shop.Accounts;

/// <inheritdoc cref="ISigningKeysGrain"/>
/// <remarks>
/// The ring may be changed behind the grain's back: <c>./shop keys rotate</c> runs beside the shop. So it is read again
/// every minute, and whoever loses a race for the row takes what the winner stored.
/// </remarks>
internal sealed class SigningKeysGrain(
    [PersistentState("signing_keys", StateStores.Private)] IPersistentState<KeyRing> storage,
    SecretBox box,
    SigningOptions options,
    TimeProvider clock)
    : Grain, ISigningKeysGrain, ITokenSignerGrain
{
    private static readonly TimeSpan ReadAgain = TimeSpan.FromMinutes(1);

    private (string KeyId, ECDsa Key)? signer;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await RotateWhenDue();
        this.RegisterGrainTimer(Renew, ReadAgain, ReadAgain);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        signer?.Key.Dispose();
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<PublicKey>> PublicKeys() => Task.FromResult(Ring.Public(clock.GetUtcNow()));

    public Task<string> Sign(AccessClaims claims)
    {
        var (keyId, key) = Signer();
        return Task.FromResult(AccessTokenWriter.Write(claims, keyId, key, clock.GetUtcNow()));
    }

    public async Task<PublicKey> Rotate(bool revoke)
    {
        var now = clock.GetUtcNow();
        var next = KeyPair.New(box, now);
        await storage.Save(revoke ? Ring.Only(next) : Ring.With(next, now));
        return next.ToPublic();
    }

    private async Task Renew()
    {
        await storage.ReadStateAsync();
        await RotateWhenDue();
    }

    private async Task RotateWhenDue()
    {
        var now = clock.GetUtcNow();
        if (!Ring.IsDue(options.RotateAfter, now))
            return;

        try
        {
            await storage.Save(Ring.With(KeyPair.New(box, now), now));
        }
        catch (InconsistentStateException)
        {
            await storage.ReadStateAsync();
        }
    }

    private (string KeyId, ECDsa Key) Signer()
    {
        var newest = Ring.Pairs[^1];
        if (signer?.KeyId != newest.KeyId)
        {
            signer?.Key.Dispose();
            signer = (newest.KeyId, newest.Open(box));
        }

        return signer!.Value;
    }

    private KeyRing Ring => storage.State;
}
