using System.Collections.Immutable;
using Shop.Orders;

namespace Shop.Payments;

/// <inheritdoc cref="IPaymentSessionsGrain"/>
[StatelessWorker]
internal sealed class PaymentSessionsGrain(PaymentGateways gateways) : Grain, IPaymentSessionsGrain
{
    public Task<ImmutableArray<string>> Providers() => Task.FromResult<ImmutableArray<string>>(
        [.. gateways.All.Where(gateway => gateway.TakesOrders).Select(gateway => gateway.Name)]);

    public async Task<Result<PaymentSessionView>> Confirm(string sessionId, Caller caller)
    {
        if (gateways.OfSession(sessionId) is not { } gateway)
            return PaymentErrors.SessionUnknown;

        var asked = await gateway.Ask(sessionId);
        if (asked.Error is { } refused)
            return refused;

        var (orderId, news) = asked.Value!;
        if (orderId is not { } id || (await GrainFactory.Order(id).View(caller)).Error is not null)
            return PaymentErrors.SessionUnknown;

        await GrainFactory.Order(id).Apply(news, isKept: false);
        var order = await GrainFactory.Order(id).View(caller);
        return order.Error is { } gone ? gone : new PaymentSessionView(
            sessionId, gateway.Name, StatusOf(news.Kind), order.Value!);
    }

    private static SessionStatus StatusOf(PaymentNewsKind kind) => kind switch
    {
        PaymentNewsKind.Succeeded => SessionStatus.Paid,
        PaymentNewsKind.Failed => SessionStatus.Failed,
        PaymentNewsKind.SessionExpired => SessionStatus.Expired,
        _ => SessionStatus.Open,
    };
}
