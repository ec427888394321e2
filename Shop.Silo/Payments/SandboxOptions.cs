using System.ComponentModel.DataAnnotations;

namespace Shop.Payments;

/// <summary>Settings of the sandbox provider.</summary>
public sealed record SandboxOptions
{
    /// <summary>What its webhooks are signed with; all nodes need the same. At least 16 characters.</summary>
    [MinLength(16)]
    public string WebhookSecret { get; init; } = "";

    /// <summary>Where the shop's own API listens, for the sandbox's webhooks; empty: this process.</summary>
    public string ShopUrl { get; init; } = "";
}
