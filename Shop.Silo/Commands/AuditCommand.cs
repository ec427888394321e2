using System.CommandLine;
using System.Data;
using Dapper;
using Npgsql;
using Shop.Hosting;

namespace Shop.Commands;

/// <summary>
/// <c>shop audit</c>: proves from the database alone that stock, reservations, orders and money agree.
/// </summary>
internal static class AuditCommand
{
    /// <summary>Enough to see what is wrong; the rest is counted.</summary>
    private const int MostShown = 20;

    private const string CountsSql = """
        select (select count(*) from inventory)              as Skus,
               (select count(*) from inventory_ledger)       as Movements,
               (select count(*) from inventory_reservations) as Reservations,
               (select count(*) from orders)                 as Orders
        """;

    public static Command Create()
    {
        var command = new Command("audit", "Prove that ledger, counters, reservations, orders and payments agree.")
        {
            CommonOptions.Data,
        };
        command.SetAction((line, stop) => Run(CommonOptions.Read(line), stop));
        return command;
    }

    private static async Task<int> Run(ShopSettings settings, CancellationToken stop)
    {
        if (settings.Database.ConnectionString is null && !Directory.Exists(settings.Data.Postgres))
            throw new CannotStartException($"There is no shop in {settings.Data.Path}: name its folder with --data.");

        await using var database = await ShopDatabase.Open(settings, Console.WriteLine, stop);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        var differences = await Audit(source, Console.Out, stop);
        Console.WriteLine(differences == 0 ? "Everything adds up." : $"{differences} differences.");
        return differences == 0 ? 0 : 1;
    }

    /// <summary>Runs every check on one snapshot and writes a line for each.</summary>
    /// <returns>How many differences there are.</returns>
    internal static async Task<int> Audit(NpgsqlDataSource database, TextWriter output, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
        var counts = await connection.QuerySingleAsync<Counts>(
            new CommandDefinition(CountsSql, cancellationToken: stop));
        await output.WriteLineAsync(
            $"{counts.Skus:N0} SKUs, {counts.Movements:N0} movements, {counts.Reservations:N0} open reservations, "
            + $"{counts.Orders:N0} orders");

        var all = 0;
        foreach (var check in AuditCheck.All)
        {
            var query = new CommandDefinition(check.Sql, commandTimeout: 0, cancellationToken: stop);
            var found = (await connection.QueryAsync<Difference>(query)).AsList();
            await output.WriteLineAsync($"  {(found.Count == 0 ? "yes" : "NO "),-4} {check.Claim}");
            foreach (var difference in found.Take(MostShown))
                await output.WriteLineAsync($"         {difference.Subject}: {difference.Text}");

            if (found.Count > MostShown)
                await output.WriteLineAsync($"         and {found.Count - MostShown:N0} more");

            all += found.Count;
        }

        return all;
    }

    private sealed record Counts(long Skus, long Movements, long Reservations, long Orders);

    private sealed record Difference(string Subject, string Text);
}
