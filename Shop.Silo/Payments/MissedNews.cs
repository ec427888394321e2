using System.Text.Json;
using Dapper;
using Npgsql;

namespace Shop.Payments;

/// <summary>
/// Tells orders what they did not hear, through the inbox that webhooks come by: whichever process has the order's
/// grain takes it, so that no other works behind its back.
/// </summary>
internal sealed class MissedNews(IPaymentInbox inbox, NpgsqlDataSource database)
{
    /// <summary>A running shop looks every second.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const string WaitingSql =
        "select count(*) from payment_inbox where provider = @provider and event_id = @news and status = 'pending'";

    /// <returns>The event that brings it; null when there is nothing that an order could be told.</returns>
    public async Task<string?> Tell(PaymentDifference difference, ProviderCharge charge)
    {
        if (NewsOf(difference, charge) is not { } news || difference.OrderId is not { } order)
            return null;

        var body = JsonSerializer.SerializeToUtf8Bytes(news, ShopJson.Options);
        await inbox.Store(
            new ReceivedEvent(order, news), new IncomingWebhook(news.Provider, Signature: null, [.. body]));
        return news.EventId;
    }

    /// <summary>Returns when the event was carried out, or when nobody did it in good time.</summary>
    public async Task Taken(string provider, string news, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        var began = TimeProvider.System.GetTimestamp();
        while (await connection.ExecuteScalarAsync<long>(WaitingSql, new { provider, news }) > 0
            && TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), stop);
        }
    }

    /// <summary>An event of its own each time: what counts is what the order knows of the payment.</summary>
    private static PaymentNews? NewsOf(PaymentDifference difference, ProviderCharge charge) => difference.Kind switch
    {
        DifferenceKind.PaymentNotHeard => new(
            NewId(), PaymentNewsKind.Succeeded, difference.Provider, charge.PaymentRef, SessionId: "", charge.Amount,
            charge.Currency),
        DifferenceKind.RefundNotHeard => new(
            NewId(), PaymentNewsKind.GoneBack, difference.Provider, charge.PaymentRef, SessionId: "", charge.Refunded,
            charge.Currency),
        _ => null,
    };

    private static string NewId() => $"reconciled_{Guid.CreateVersion7():N}";
}
