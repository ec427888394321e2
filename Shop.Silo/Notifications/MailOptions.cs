using System.Net.Mail;
using Shop.Hosting;

namespace Shop.Notifications;

/// <summary>Who the shop's mails are from, and whom it tells of its own affairs.</summary>
/// <param name="Head">Where customers shop; with it letters link to <c>…/orders/{id}</c>.</param>
/// <param name="From">The sender; its name is the shop's name in every letter.</param>
/// <param name="Staff">Who is told of low stock.</param>
/// <param name="Smtp">The mail server; null when mails go into a folder.</param>
internal sealed record MailOptions(
    [property: Setting("SHOP_STOREFRONT_URL")] LetterHead Head,
    [property: Setting("SHOP_MAIL_FROM")] string From,
    [property: Setting("SHOP_STAFF_EMAIL")] string Staff,
    SmtpOptions? Smtp)
{
    public static MailOptions Read(IConfiguration settings, string admin)
    {
        var from = Sender(settings);
        return new(
            new LetterHead(from.DisplayName, settings.WebAddress("SHOP_STOREFRONT_URL")), from.Address,
            settings.Email("SHOP_STAFF_EMAIL", admin), SmtpOptions.Read(settings));
    }

    private static MailAddress Sender(IConfiguration settings)
    {
        var text = settings.Text("SHOP_MAIL_FROM", "Shop <no-reply@shop.example>");
        return MailAddress.TryCreate(text, out var from) && from.Address.All(char.IsAscii)
            && from.DisplayName.Length > 0
            ? from
            : throw new CannotStartException(
                $"SHOP_MAIL_FROM is '{text}': it must be a name and an e-mail address, as Shop <mail@shop.example>.");
    }
}
