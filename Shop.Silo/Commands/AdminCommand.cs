using System.CommandLine;
using System.Security.Cryptography;
using Shop.Accounts;
using Shop.Hosting;

namespace Shop.Commands;

/// <summary><c>shop admin create</c>: somebody who may run the shop, whether it runs or not.</summary>
internal static class AdminCommand
{
    private static readonly Argument<string> Email = new("EMAIL") { Description = "The address to sign in with." };

    public static Command Create()
    {
        var create = new Command("create", "Open an admin's account. Its password is made up, and shown once.")
        {
            Email, CommonOptions.Data,
        };
        create.SetAction((line, stop) => Create(CommonOptions.Read(line), line.GetValue(Email)!, stop));
        return new Command("admin", "Who may run the shop.") { create };
    }

    private static async Task Create(ShopSettings settings, string email, CancellationToken stop)
    {
        var password = RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", length: 20);
        var made = await BesideTheShop.Ask(
            settings, grains => FirstAdmin.Ensure(grains, email, new(password)), stop);
        if (made.Error is { } refused)
            throw new CannotStartException($"{refused.Title} {refused.Detail}".TrimEnd());

        Console.WriteLine(made.Value!.IsNew
            ? $"{made.Value.Email} is an admin; the password is {password}"
            : $"{made.Value.Email} is an admin already, and keeps the password.");
    }
}
