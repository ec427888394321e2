using System.CommandLine;
using Shop.Accounts;
using Shop.Hosting;

namespace Shop.Commands;

/// <summary><c>shop keys rotate</c>: a new key for access tokens, whether the shop runs or not.</summary>
internal static class KeysCommand
{
    private static readonly Option<bool> Revoke = new("--revoke")
    {
        Description = "The former keys stop to verify at once: somebody may have stolen one.",
    };

    public static Command Create()
    {
        var rotate = new Command("rotate", "Make a new key; the former ones verify until their tokens have expired.")
        {
            CommonOptions.Data, Revoke,
        };
        rotate.SetAction((line, stop) => Rotate(CommonOptions.Read(line), line.GetValue(Revoke), stop));
        return new Command("keys", "The keys that sign access tokens.") { rotate };
    }

    private static async Task Rotate(ShopSettings settings, bool revoke, CancellationToken stop)
    {
        var key = await BesideTheShop.Ask(settings, grains => grains.SigningKeys().Rotate(revoke), stop);
        Console.WriteLine($"Key {key.KeyId} signs; a shop that runs takes it within a minute.");
    }
}
