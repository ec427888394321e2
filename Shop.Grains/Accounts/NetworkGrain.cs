namespace Shop.Accounts;

/// <inheritdoc cref="INetworkGrain"/>
internal sealed class NetworkGrain(TimeProvider clock) : Grain, INetworkGrain
{
    /// <summary>An office behind one address mistypes more than a person does.</summary>
    private const int FreeFailures = 40;

    private SignInAttempts attempts = new();

    public Task<Error?> Admit()
    {
        var now = clock.GetUtcNow();
        if (attempts.Wait(now, FreeFailures) is { } wait)
            return Task.FromResult<Error?>(AccountErrors.TooManyAttempts(wait));

        attempts = attempts.Failed(now);
        return Task.FromResult<Error?>(null);
    }

    public Task Forgive()
    {
        attempts = attempts with { Failures = Math.Max(0, attempts.Failures - 1) };
        return Task.CompletedTask;
    }
}
