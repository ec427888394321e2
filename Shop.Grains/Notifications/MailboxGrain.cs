using System.Collections.Immutable;

namespace Shop.Notifications;

/// <inheritdoc cref="IMailboxGrain"/>
[StatelessWorker]
internal sealed class MailboxGrain(IMailbox mailbox) : Grain, IMailboxGrain
{
    private const int Most = 100;

    public async Task<ImmutableArray<MailView>> List(string? to) => await mailbox.Newest(to, Most);

    public async Task<Result<MailView>> Read(Guid id) =>
        await mailbox.Find(id) is { } mail ? mail : MailErrors.NotFound;
}

/// <summary>The mails that lie in the data folder.</summary>
internal interface IMailbox
{
    Task<ImmutableArray<MailView>> Newest(string? to, int most);

    Task<MailView?> Find(Guid id);
}
