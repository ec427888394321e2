using System.Net.Sockets;
using System.Security.Authentication;

namespace Shop.Notifications;

/// <summary>Hands mails to a mail server, each over a connection of its own.</summary>
internal sealed class SmtpMail(SmtpOptions server, MailOptions options) : IMailTransport
{
    /// <summary>What no mailbox ends in (RFC 2606): the customers of demonstrations live there.</summary>
    private const string Nowhere = ".invalid";

    public async Task<Delivery> Send(Mail mail)
    {
        if (mail.To.EndsWith(Nowhere, StringComparison.Ordinal))
            return Delivery.Done;

        using var patience = new CancellationTokenSource(IMailTransport.Patience);
        try
        {
            await using var session = await SmtpSession.Open(server, patience.Token);
            await session.Send(options.From, mail.To, Mime.Write(mail, options), patience.Token);
            await session.Quit();
            return Delivery.Done;
        }
        catch (SmtpRefusal refusal)
        {
            return refusal.IsFinal ? Delivery.Refused(refusal.Message) : Delivery.Failed(refusal.Message);
        }
        catch (OperationCanceledException)
        {
            return Delivery.Failed($"{server} did not answer in {IMailTransport.Patience.TotalSeconds} s.");
        }
        catch (Exception lost) when (lost is IOException or SocketException or AuthenticationException)
        {
            return Delivery.Failed($"{server}: {lost.Message}");
        }
    }
}
