using System.Collections.Immutable;

namespace Shop.Accounts;

/// <summary>A person's second factor as it is stored.</summary>
/// <param name="Sealed">The secret that the app shares.</param>
/// <param name="IsOn">False until a code has proved that the app has it.</param>
/// <param name="LastStep">The time step of the last code that was taken: none is taken twice (RFC 6238 §5.2).</param>
/// <param name="RecoveryCodes">Keyed hashes of those that are left.</param>
[GenerateSerializer, Immutable, Alias("accounts.SecondFactor")]
public sealed record SecondFactor(string Sealed, bool IsOn, long LastStep, ImmutableArray<string> RecoveryCodes)
{
    public override string ToString() => "(second factor)";
}
