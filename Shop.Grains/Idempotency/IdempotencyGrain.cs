namespace Shop.Idempotency;

/// <inheritdoc cref="IIdempotencyGrain"/>
internal sealed class IdempotencyGrain(
    [PersistentState("idempotency_keys", StateStores.Documents)] IPersistentState<KeyUse> storage, TimeProvider clock)
    : Grain, IIdempotencyGrain
{
    public async Task<Result<KeyTurn>> Begin(Guid attempt, string fingerprint, Guid? caller)
    {
        var next = Use.Begin(attempt, fingerprint, clock.GetUtcNow(), caller);
        if (next.Error is { } refused)
            return refused;

        await Keep(next.Value!);
        return new KeyTurn(Use.Answer);
    }

    public Task Complete(KeptAnswer answer) =>
        Use.Answer is null ? Keep(Use with { Answer = answer }) : Task.CompletedTask;

    public Task Release(Guid attempt) => Keep(Use.Release(attempt));

    private Task Keep(KeyUse next) => next == Use ? Task.CompletedTask : storage.Save(next);

    private KeyUse Use => storage.State;
}
