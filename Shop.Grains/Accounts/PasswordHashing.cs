using Microsoft.AspNetCore.Identity;

namespace Shop.Accounts;

/// <summary>Hashes passwords beside the grains, and only so many at once.</summary>
/// <remarks>
/// A hash is made to be slow. Without the gate a hundred people who sign in at once, or one who attacks, would take
/// every core from checkouts. Who would have to wait for longer than a call may last is turned away at the door.
/// </remarks>
internal sealed class PasswordHashing : IDisposable
{
    private const int MaxWaiting = 40;

    /// <summary>The framework's hasher asks for a user and does not look at it.</summary>
    private static readonly User Anybody = new();

    private readonly PasswordHasher<User> hasher = new();
    private readonly SemaphoreSlim gate = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly Lazy<string> nobody;
    private int waiting;

    public PasswordHashing() => nobody = new(() => hasher.HashPassword(Anybody, Guid.CreateVersion7().ToString()));

    public Task<Result<string>> Hash(Password password) => Gated(() => hasher.HashPassword(Anybody, password.Text));

    /// <param name="hash">Null when there is none to compare with; that takes as long and is always wrong.</param>
    /// <param name="password">As typed.</param>
    public Task<Result<PasswordCheck>> Check(string? hash, Password password) => Gated(() =>
    {
        var answer = hasher.VerifyHashedPassword(Anybody, hash ?? nobody.Value, password.Text);
        return hash is null ? PasswordCheck.Wrong : answer switch
        {
            PasswordVerificationResult.Success => PasswordCheck.Right,
            PasswordVerificationResult.SuccessRehashNeeded => PasswordCheck.RightButOld,
            _ => PasswordCheck.Wrong,
        };
    });

    public void Dispose() => gate.Dispose();

    private async Task<Result<T>> Gated<T>(Func<T> work)
    {
        if (Interlocked.Increment(ref waiting) > MaxWaiting)
        {
            Interlocked.Decrement(ref waiting);
            return AccountErrors.SigningInBusy;
        }

        await gate.WaitAsync();
        try
        {
            return await Task.Run(work);
        }
        finally
        {
            gate.Release();
            Interlocked.Decrement(ref waiting);
        }
    }
}

internal enum PasswordCheck
{
    Wrong = 0,
    Right = 1,

    /// <summary>Right, but hashed with fewer rounds than today's.</summary>
    RightButOld = 2,
}
