using Shop.Hosting;

namespace Shop.Payments;

/// <summary>Settings of the sandbox provider.</summary>
/// <param name="WebhookSecret">What its webhooks are signed with; all nodes need the same.</param>
/// <param name="ShopUrl">Where the shop's API listens, for the sandbox's webhooks; null: in this process.</param>
internal sealed record SandboxOptions(string WebhookSecret, string? ShopUrl)
{
    public static SandboxOptions Read(IConfiguration settings, DataFolder data) => new(
        settings.Text("SHOP_SANDBOX_SECRET") ?? data.SandboxSecret(), settings.Text("SHOP_SANDBOX_URL"));

    public override string ToString() => ShopUrl ?? "this process";
}
