using System.Collections.Immutable;

namespace Shop.Notifications;

/// <summary>The mails of a shop without a mail server, for development. Many work at once; the key is 0.</summary>
[Alias("notifications.IMailboxGrain")]
public interface IMailboxGrain : IGrainWithIntegerKey
{
    /// <summary>The newest first, a hundred at most.</summary>
    /// <param name="to">Only those to this address; null for all.</param>
    [Alias("List")]
    Task<ImmutableArray<MailView>> List(string? to);

    [Alias("Read")]
    Task<Result<MailView>> Read(Guid id);
}

/// <summary>A mail as it was sent.</summary>
/// <param name="Kind">What it tells of, as <c>order.confirmed</c>.</param>
/// <param name="Source">All of it, as it went over the wire.</param>
[GenerateSerializer, Immutable, Alias("notifications.MailView")]
public sealed record MailView(
    Guid Id, DateTimeOffset At, string From, string To, string Subject, string Kind, string Text, string Html,
    string Source);

public static class MailErrors
{
    public static readonly Error NotFound =
        Error.NotFound("mail_not_found", "There is no such mail.");
}

public static class MailKeys
{
    public static IMailboxGrain Mailbox(this IGrainFactory grains) => grains.GetGrain<IMailboxGrain>(0);
}
