namespace Shop.Notifications;

/// <param name="InsideToo">
/// Whether programs in the shop's own network may be told, and in the clear. Else whoever may subscribe could reach
/// what is meant for nobody outside.
/// </param>
internal sealed record WebhookOptions([property: Setting("SHOP_WEBHOOKS_INSIDE")] bool InsideToo);
