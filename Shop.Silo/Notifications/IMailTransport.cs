namespace Shop.Notifications;

/// <summary>Carries mails away: to a mail server, or into a folder.</summary>
internal interface IMailTransport
{
    /// <summary>The longest that one mail may take.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Answers within <see cref="Patience"/>. Done: somebody else is responsible for it now.</summary>
    Task<Delivery> Send(Mail mail);
}

/// <summary>A mail to one recipient.</summary>
/// <param name="Id">Of the message it tells of; its Message-ID follows from it, so a copy can be known as one.</param>
internal sealed record Mail(Guid Id, string Kind, string To, DateTimeOffset At, Letter Letter);
