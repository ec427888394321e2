using System.Collections.Frozen;

namespace Shop.Accounts;

internal static class PasswordPolicy
{
    public const int MinLength = 8;

    /// <summary>Long enough for any phrase, short enough that hashing it costs nothing worth attacking.</summary>
    public const int MaxLength = 128;

    private const string CommonPasswords = "Shop.Accounts.CommonPasswords.txt";

    private static readonly FrozenSet<string> Common = ReadCommon();

    public static Error? Check(Password password, EmailAddress email)
    {
        var text = password.Text;
        if (text.Length is < MinLength or > MaxLength)
            return AccountErrors.PasswordLength(MinLength, MaxLength);

        var folded = text.Trim().ToLowerInvariant();
        if (folded == email.Text || folded == email.Text[..email.Text.LastIndexOf('@')])
            return AccountErrors.PasswordIsEmail;

        return Common.Contains(folded) || folded.Distinct().Count() < 3 ? AccountErrors.PasswordCommon : null;
    }

    private static FrozenSet<string> ReadCommon()
    {
        using var stream = typeof(PasswordPolicy).Assembly.GetManifestResourceStream(CommonPasswords)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.StartsWith('#') || !line.Contains(' ', StringComparison.Ordinal))
            .ToFrozenSet(StringComparer.Ordinal);
    }
}
