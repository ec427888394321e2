using System.Diagnostics;
using Npgsql;

namespace Shop.Storm.Operations;

/// <summary><c>./shop backup</c> while customers buy, and <c>./shop restore</c>.</summary>
[Collection(nameof(RunningStorm))]
public sealed class BackupTests(RunningStorm storm)
{
    private const string Restored = "restored";

    private string Folder => storm.World.Folder;

    [Fact]
    public async Task A_backup_taken_while_customers_buy_becomes_a_shop_in_which_everything_adds_up()
    {
        var file = Path.Combine(Folder, "shop.backup");
        var (address, other) = (storm.World.Postgres.ConnectionString, Path.Combine(Folder, "restored"));
        List<Guid> acknowledged;
        await using (var crowd = storm.Crowd())
        {
            await crowd.Orders(20);
            acknowledged = [.. storm.World.Record.Sales.Select(sale => sale.Id)];
            await Shop(0, ["backup", file, "--data", storm.World.Shop.Folder], address);
        }

        var empty = await EmptyDatabase();
        await Shop(0, ["restore", file, "--data", other], empty);
        await Shop(0, ["audit", "--data", other], empty);
        await using var database = NpgsqlDataSource.Create(empty);
        Assert.NotEmpty(acknowledged);
        Assert.Empty(await RunningStorm.Missing(database, acknowledged));

        Assert.Contains("is there already", await Shop(1, ["backup", file, "--data", other], empty));
        Assert.Contains("a shop in this database already", await Shop(1, ["restore", file, "--data", other], empty));
    }

    [Fact]
    public async Task A_file_that_is_no_backup_is_refused()
    {
        var file = Path.Combine(Folder, "letter.txt");
        await File.WriteAllTextAsync(file, "Dear customer");
        var empty = await EmptyDatabase("letter");

        Assert.Contains("is no backup of a shop", await Shop(1, ["restore", file, "--data", file + ".d"], empty));
    }

    private async Task<string> EmptyDatabase(string name = Restored)
    {
        await using var create = storm.World.Database.CreateCommand($"create database {name}");
        await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(storm.World.Postgres.ConnectionString) { Database = name }
            .ConnectionString;
    }

    /// <returns>What it said.</returns>
    private static async Task<string> Shop(int exitCode, string[] arguments, string database)
    {
        var start = new ProcessStartInfo("dotnet", [StormPlan.ShopBesideUs, .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["SHOP_DATABASE_URL"] = database;
        using var command = Process.Start(start)!;
        var (said, complained) = (command.StandardOutput.ReadToEndAsync(), command.StandardError.ReadToEndAsync());
        await command.WaitForExitAsync();
        var words = await said + await complained;
        Assert.True(command.ExitCode == exitCode, $"{arguments[0]} ended with {command.ExitCode}: {words}");
        return words;
    }
}
