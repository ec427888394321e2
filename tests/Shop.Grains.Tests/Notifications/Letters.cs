using Microsoft.Extensions.Configuration;

namespace Shop.Notifications;

/// <summary>Letters and messages to try things with.</summary>
internal static class Letters
{
    public static MailOptions Options { get; } = MailOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SHOP_MAIL_FROM"] = "Das Lädchen <no-reply@shop.example>",
            ["SHOP_STOREFRONT_URL"] = "https://shop.example/",
        }).Build(), "staff@shop.example");

    public static Mail Mail(string subject = "Hello", string to = "ada@mail.example", params LetterPart[] parts) =>
        new(Guid.CreateVersion7(), "test", to, DateTimeOffset.UnixEpoch, new(Options.Head, subject, [.. parts]));

    public static ClaimedMessage Message(string kind, string body, string? to = "ada@mail.example") =>
        new(Guid.CreateVersion7(), kind, to, body, DateTime.UnixEpoch, 1);
}

/// <summary>Keeps what it is given, and answers what a test wants.</summary>
internal sealed class Postbag : IMailTransport
{
    public List<Mail> Mails { get; } = [];

    public Delivery Answer { get; set; } = Delivery.Done;

    public Task<Delivery> Send(Mail mail)
    {
        lock (Mails)
            Mails.Add(mail);

        return Task.FromResult(Answer);
    }
}
