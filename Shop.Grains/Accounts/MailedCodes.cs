using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Shop.Accounts;

/// <summary>Draws codes of six digits and knows them again.</summary>
/// <remarks>
/// Kept is a hash, and that sealed: with a copy of the database alone a million candidates could be hashed in a second.
/// </remarks>
internal sealed class MailedCodes(SecretBox box)
{
    private const int Digits = 6;

    public (string Text, string Sealed) Draw(CodePurpose purpose, Guid userId)
    {
        var text = RandomNumberGenerator.GetInt32(1_000_000).ToString($"D{Digits}", CultureInfo.InvariantCulture);
        return (text, box.Seal(Hash(text), Use(purpose, userId)));
    }

    public bool Fits(MailedCode code, Guid userId, WrittenCode written)
    {
        var text = string.Concat(written.Text.Where(sign => sign is not (' ' or '-')));
        return text.Length == Digits
            && CryptographicOperations.FixedTimeEquals(box.Open(code.Sealed!, Use(code.Purpose, userId)), Hash(text));
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static string Use(CodePurpose purpose, Guid userId) => $"code/{purpose}/{userId:N}";
}
