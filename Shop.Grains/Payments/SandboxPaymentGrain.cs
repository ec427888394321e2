using Shop.Orders;

namespace Shop.Payments;

/// <inheritdoc cref="ISandboxPaymentGrain"/>
/// <remarks>
/// The choice is stored before the webhook goes out, and the sweeper sends it again until it is taken.
/// </remarks>
internal sealed class SandboxPaymentGrain(
    [PersistentState("sandbox_payments", StateStores.Documents)] IPersistentState<SandboxPayment> storage,
    ISandboxWebhook webhook, TimeProvider clock) : Grain, ISandboxPaymentGrain
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<Result<PayableOrder>> Show(string sessionId)
    {
        if (SandboxSession.OrderOf(sessionId) is not { } orderId)
            return PaymentErrors.SessionUnknown;

        var order = await GrainFactory.Order(orderId).Payable();
        return order.Value is { } payable && payable.SessionId == sessionId ? payable : PaymentErrors.SessionUnknown;
    }

    public Task<SandboxStanding> Standing() =>
        Task.FromResult(new SandboxStanding(Payment.Outcome, Payment.Amount, Payment.Currency));

    public async Task<Result<SandboxReceipt>> Choose(SandboxChoice choice)
    {
        if (Payment.Outcome is null)
        {
            var shown = await Show(choice.SessionId);
            if (shown.Error is { } unknown)
                return unknown;

            var payable = shown.Value!;
            if (!IsOpen(payable.Status, choice.Outcome))
                return PaymentErrors.SessionClosed;

            await storage.Save(new SandboxPayment
            {
                SessionId = choice.SessionId,
                OrderId = payable.Id,
                Outcome = choice.Outcome,
                Amount = payable.Total,
                Currency = payable.Currency,
                WakeAt = clock.GetUtcNow() + Patience,
            });
        }

        await Deliver();
        return new SandboxReceipt(Payment.OrderId, Payment.Outcome!.Value, Delivered: Payment.WakeAt is null);
    }

    public async Task Deliver()
    {
        if (Payment.WakeAt is null)
            return;

        var taken = await webhook.Post(Payment.ToEvent());
        await storage.Save(Payment with { WakeAt = taken ? null : clock.GetUtcNow() + Patience });
    }

    /// <summary>Money can come late from a provider, so the sandbox takes it for an order that is over, too.</summary>
    private static bool IsOpen(OrderStatus status, SandboxOutcome outcome) =>
        status is OrderStatus.Created
        || (outcome is SandboxOutcome.Pay && status is OrderStatus.Expired or OrderStatus.Cancelled);

    private SandboxPayment Payment => storage.State;
}
