using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Shop.Storage;

namespace Shop.Payments;

/// <summary>
/// What a process hears of events that it has stored a moment ago: they are stored as claimed by it, and it carries
/// them out without asking for them. When it dies first, they are claimed again like all others.
/// </summary>
internal sealed class InboxArrivals(Bell<InboxQueue> bell)
{
    /// <summary>So many are carried out long before the claim ends. What comes beyond is stored for any node.</summary>
    private const int Most = 2_000;

    private readonly Channel<ClaimedEvent> events = Channel.CreateUnbounded<ClaimedEvent>();
    private volatile bool isRead;

    /// <summary>Rings when there may be events that nobody has claimed.</summary>
    public Bell<InboxQueue> Unclaimed => bell;

    /// <summary>Whether somebody here takes what is stored as claimed.</summary>
    public bool HasRoom => isRead && events.Reader.Count < Most;

    public void Add(ClaimedEvent stored) => events.Writer.TryWrite(stored);

    public async IAsyncEnumerable<ClaimedEvent> Read([EnumeratorCancellation] CancellationToken stopping)
    {
        isRead = true;
        try
        {
            await foreach (var one in events.Reader.ReadAllAsync(stopping))
                yield return one;
        }
        finally
        {
            isRead = false;
        }
    }
}
