using Shop.Accounts;
using Shop.Inventory;
using Shop.Orders;

namespace Shop.Notifications;

/// <summary>Turns a message into a mail, where there is a letter for its kind, and has it sent.</summary>
internal sealed class Mailroom(IMailTransport transport, MailOptions options, TimeProvider clock)
{
    /// <summary>Every letter the shop writes, by the kind of message that it is for.</summary>
    private static readonly Dictionary<string, Func<string, LetterHead, Letter>> Letters =
        new([.. AccountLetters.All, .. OrderLetters.All, .. StockLetters.All]);

    public async Task<Delivery> Deliver(ClaimedMessage message)
    {
        if (!Letters.TryGetValue(message.Kind, out var write))
            return Delivery.Done;

        Letter letter;
        try
        {
            letter = write(message.Body, options.Head);
        }
        catch (Exception unreadable)
        {
            // A letter follows from its body alone, so one that cannot be written never will be.
            return Delivery.Refused($"There is no letter for this: {unreadable.Message}");
        }

        var to = message.Recipient ?? options.Staff;
        if (!Mime.IsAddress(to))
            return Delivery.Refused("The recipient is no e-mail address.");

        return await transport.Send(new Mail(message.Id, message.Kind, to, clock.GetUtcNow(), letter));
    }
}
