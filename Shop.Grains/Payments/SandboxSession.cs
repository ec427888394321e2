namespace Shop.Payments;

/// <summary>
/// The sandbox's session ids: they follow from the order and the try, so nothing need be asked or kept.
/// </summary>
internal static class SandboxSession
{
    private const string Prefix = "sbx_";

    public static string Id(Guid orderId, int attempt) => $"{Prefix}{orderId:N}_{attempt}";

    /// <summary>The id of the session's payment.</summary>
    public static string PaymentOf(string sessionId) => $"pay_{sessionId}";

    public static Guid? OrderOf(string sessionId) =>
        sessionId.StartsWith(Prefix, StringComparison.Ordinal)
        && sessionId.Split('_') is [_, var order, var attempt]
        && int.TryParse(attempt, out var number)
        && Guid.TryParseExact(order, "N", out var orderId)
        && sessionId == Id(orderId, number)
            ? orderId
            : null;
}
