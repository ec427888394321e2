namespace Shop.Accounts;

internal static class PhoneNumber
{
    /// <summary>Signs people put between digits to read them more easily.</summary>
    private const string Spacing = " -.()/";

    /// <summary>ITU-T E.164: at most 15 digits. The least is a short local number.</summary>
    private const int Least = 5, Most = 15;

    /// <summary>Digits, after a plus sign if there was one.</summary>
    public static Result<string> Read(string written, string field)
    {
        var kept = string.Concat(written.Trim().Where(sign => !Spacing.Contains(sign, StringComparison.Ordinal)));
        var digits = kept.StartsWith('+') ? kept[1..] : kept;
        return digits.Length is >= Least and <= Most && digits.All(char.IsAsciiDigit)
            ? kept
            : AccountErrors.PhoneMalformed(field);
    }
}
