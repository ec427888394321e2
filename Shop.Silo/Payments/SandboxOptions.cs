using Shop.Hosting;

namespace Shop.Payments;

/// <summary>Settings of the sandbox provider.</summary>
/// <param name="WebhookSecret">
/// What the sandbox's webhooks are signed with; all nodes need the same. Made up when not set.
/// </param>
/// <param name="ShopUrl">Where the shop's API listens, for the sandbox's webhooks; null: in this process.</param>
/// <param name="TakesOrders">
/// Whether customers may choose the sandbox: goods for no money. On where no other provider is set up; in production
/// only when this says so.
/// </param>
internal sealed record SandboxOptions(
    [property: Setting("SHOP_SANDBOX_SECRET")] string WebhookSecret,
    [property: Setting("SHOP_SANDBOX_URL")] string? ShopUrl,
    [property: Setting("SHOP_SANDBOX")] bool TakesOrders)
{
    /// <param name="settings">The settings.</param>
    /// <param name="data">Where a secret that was made up is kept.</param>
    /// <param name="alone">There is nothing else to try a shop with.</param>
    public static SandboxOptions Read(IConfiguration settings, DataFolder data, bool alone) => new(
        settings.Text("SHOP_SANDBOX_SECRET") ?? data.SandboxSecret(), settings.Text("SHOP_SANDBOX_URL"),
        settings.Choice("SHOP_SANDBOX", alone ? Switch.On : Switch.Off) is Switch.On);

    public override string ToString() => ShopUrl ?? "this process";
}
