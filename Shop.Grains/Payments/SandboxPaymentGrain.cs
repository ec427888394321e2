using Shop.Orders;

namespace Shop.Payments;

/// <inheritdoc cref="ISandboxPaymentGrain"/>
/// <remarks>The choice is stored before the webhook goes out, and the sweeper sends it again until it is taken.</remarks>
internal sealed class SandboxPaymentGrain(
    [PersistentState("sandbox_payments", StateStores.Documents)] IPersistentState<SandboxPayment> storage,
    ISandboxWebhook webhook, TimeProvider clock) : Grain, ISandboxPaymentGrain
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<Result<SandboxReceipt>> Choose(SandboxChoice choice)
    {
        if (Payment.Outcome is null)
        {
            if (SandboxSession.OrderOf(choice.SessionId) is not { } orderId)
                return PaymentErrors.SessionUnknown;

            var order = await GrainFactory.Order(orderId).Payable();
            if (order.Value is not { } payable || payable.SessionId != choice.SessionId)
                return PaymentErrors.SessionUnknown;
            if (!IsOpen(payable.Status, choice.Outcome))
                return PaymentErrors.SessionClosed;

            await storage.Save(new SandboxPayment
            {
                SessionId = choice.SessionId,
                OrderId = orderId,
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
