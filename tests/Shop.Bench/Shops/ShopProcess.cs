using System.Diagnostics;
using Npgsql;
using Shop.Bench.Measuring;
using Shop.Commands;
using Shop.Hosting;

namespace Shop.Bench.Shops;

/// <summary>The shop as <c>./shop up</c> starts it, the same program built the same way.</summary>
internal sealed class ShopProcess : IAsyncDisposable
{
    private const string AdminEmail = "admin@shop.example";
    private const string AdminPassword = "the password of the bench";

    private readonly Process process;
    private readonly Func<CancellationToken, Task<ShopProcess>> again;

    private ShopProcess(
        Process process, int port, NpgsqlDataSource database, Func<CancellationToken, Task<ShopProcess>> again)
    {
        (this.process, Port, Database, this.again) = (process, port, database, again);
        Client = new($"http://127.0.0.1:{port}", connections: 64);
    }

    /// <summary>Signs the payment provider's events.</summary>
    public const string SandboxSecret = "the secret of the bench";

    public int Id => process.Id;
    public bool HasExited => process.HasExited;
    public int Port { get; }
    public NpgsqlDataSource Database { get; }

    /// <summary>For what is prepared, not for what is measured.</summary>
    public PatientClient Client { get; }

    public string AdminToken { get; private set; } = "";

    /// <param name="connectionString">Of a database of its own.</param>
    /// <param name="folder">Of what it keeps besides.</param>
    /// <param name="stop">Ends the start.</param>
    public static async Task<ShopProcess> Start(string connectionString, string folder, CancellationToken stop)
    {
        var port = FreePort.Find();
        var process = OwnProcess.Start(Program(), ["up", "--port", $"{port}", "--data", folder], environment =>
        {
            environment["SHOP_DATABASE_URL"] = connectionString;
            environment["SHOP_ENVIRONMENT"] = "development";
            environment["SHOP_DEMO_CATALOGUE"] = "on";
            environment["SHOP_ADMIN_EMAIL"] = AdminEmail;
            environment["SHOP_ADMIN_PASSWORD"] = AdminPassword;
            environment["SHOP_SANDBOX_SECRET"] = SandboxSecret;
            environment["SHOP_RATE_LIMIT_ANONYMOUS"] = "1000000000";
        });
        var shop = new ShopProcess(
            process, port, NpgsqlDataSource.Create(connectionString),
            cancel => Start(connectionString, folder, cancel));
        try
        {
            await shop.UntilReady(stop);
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    /// <summary>Another one in its place, on what it left.</summary>
    public async Task<ShopProcess> StartAgain(CancellationToken stop)
    {
        await DisposeAsync();
        return await again(stop);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        await Database.DisposeAsync();
    }

    private async Task UntilReady(CancellationToken stop)
    {
        while (await process.StandardOutput.ReadLineAsync(stop) is { } line)
        {
            if (line.Contains("ready at", StringComparison.OrdinalIgnoreCase))
            {
                var signedIn = await Client.Post(
                    "/api/v1/auth/login", new { email = AdminEmail, password = AdminPassword }, token: null, stop);
                AdminToken = signedIn.OrRefused("the sign-in").GetProperty("access_token").GetString()!;
                return;
            }
        }

        throw new CannotStartException("The shop did not start; its reason is above.");
    }

    /// <summary>Beside this program's folder lies the shop's, built in the same configuration.</summary>
    private static string Program()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var shop = Path.Combine(own.Parent!.Parent!.FullName, "Shop.Silo", own.Name, "Shop.Silo.dll");
        return File.Exists(shop) ? shop : throw new CannotStartException($"{shop} is not built.");
    }
}
