using System.Text.RegularExpressions;

namespace Shop.Testing;

/// <summary>What people find in their mail.</summary>
public static partial class SentCodes
{
    /// <summary>
    /// The code of the latest mail of this kind to this address, from the mail or from where it waits.
    /// </summary>
    public static async Task<string> SentCode(this ShopFixture shop, string email, string kind)
    {
        var found = await shop.Database.Value<string>($"""
            select coalesce(body ->> 'code', replace(id::text, '-', '') || '.eml')
            from   outbox
            where  recipient = '{email}' and kind = '{kind}'
            order  by created_at desc
            limit  1
            """);
        return found.EndsWith(".eml", StringComparison.Ordinal)
            ? Code().Match(await File.ReadAllTextAsync(Path.Combine(shop.MailFolder, found))).Value
            : found;
    }

    public static Task<long> Mails(this ShopFixture shop, string email, string kind) =>
        shop.Database.Value<long>($"select count(*) from outbox where recipient = '{email}' and kind = '{kind}'");

    [GeneratedRegex(@"(?<=^    )\d{6}(?=\r?$)", RegexOptions.Multiline)]
    private static partial Regex Code();
}
