using Shop.Storage;

namespace Shop.Payments;

/// <summary>Providers' events that were dealt with. Until then a repeat of one is known by its row.</summary>
/// <remarks>Longer than any provider repeats an event; and an order knows what it was told besides.</remarks>
internal static class SettledEvents
{
    private const string Sql = """
        delete from payment_inbox
        where  (provider, event_id) in (select provider, event_id
                                        from   payment_inbox
                                        where  received_at < $1 and status in ('done', 'ignored')
                                        order  by received_at
                                        limit  $2
                                        for    update skip locked)
        """;

    public static readonly Purge Purge = new("payment events", Sql, TimeSpan.FromDays(90));
}
