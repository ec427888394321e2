using System.Diagnostics;
using Npgsql;
using Shop.Bench.Load;
using Shop.Bench.Measuring;
using Shop.Hosting;

namespace Shop.Bench.Rivals;

/// <summary>The bare server in a process of its own, with a database of its own beside the shop's.</summary>
internal sealed class RivalProcess : IAsyncDisposable
{
    private const string DatabaseName = "rivals";

    /// <summary>More than all rivals but the ceiling clear.</summary>
    public const int FewCarts = 100_000;

    private const string ResetSql = """
        truncate stock, orders, order_line, payment, cart_line, stock_unit, hold restart identity;
        insert into stock select number, 1000000000 from generate_series(1, 1000) as number;
        insert into cart_line select @first + number, 1, 1, 1 from generate_series(1, @carts) as number;
        """;

    private readonly Process process;

    private RivalProcess(Process process, int port, string connectionString)
    {
        (this.process, Port, ConnectionString) = (process, port, connectionString);
        Database = NpgsqlDataSource.Create(connectionString);
    }

    public int Port { get; }
    public int Id => process.Id;
    public NpgsqlDataSource Database { get; }

    /// <summary>With the password, which the data source keeps to itself.</summary>
    public string ConnectionString { get; }

    /// <param name="server">Connection string of the server, to any database.</param>
    /// <param name="stop">Ends the start.</param>
    public static async Task<RivalProcess> Start(string server, CancellationToken stop)
    {
        var own = new NpgsqlConnectionStringBuilder(server) { Database = DatabaseName }.ConnectionString;
        await using (var any = NpgsqlDataSource.Create(server))
        await using (var create = any.CreateCommand($"create database {DatabaseName}"))
            await create.ExecuteNonQueryAsync(stop);

        await using (var empty = NpgsqlDataSource.Create(own))
        await using (var schema = empty.CreateCommand(await SqlFile.Read("rivals.sql", stop)))
            await schema.ExecuteNonQueryAsync(stop);

        var port = FreePort.Find();
        var process = OwnProcess.Start(
            [RivalCommand.Name, $"{port}", own], environment => environment["DOTNET_gcServer"] = "1");
        return await process.StandardOutput.ReadLineAsync(stop) == RivalCommand.Ready
            ? new(process, port, own)
            : throw new CannotStartException("The bare server did not start; its reason is above.");
    }

    /// <summary>Nothing sold, a full cart for everybody who comes, everything on disk.</summary>
    /// <param name="carts">As many as will come, or some more.</param>
    /// <param name="units">Rows of stock, where stock is rows.</param>
    public async Task Reset(CancellationToken stop, int carts = FewCarts, int units = 0)
    {
        // Not of the pool: a connection tells what it did when it ends, and otherwise some seconds later.
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync(stop);
        await using var reset = new NpgsqlCommand(ResetSql, connection)
        {
            Parameters = { new("first", LoadPlan.FirstNumber), new("carts", carts) },
            CommandTimeout = 120,
        };
        await reset.ExecuteNonQueryAsync(stop);
        foreach (var sql in (string[])[
            $"insert into stock_unit select 1, number from generate_series(1, {units}) as number",
            "vacuum analyze", "checkpoint"])
        {
            await using var tidy = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
            await tidy.ExecuteNonQueryAsync(stop);
        }
    }

    /// <summary>What it did is counted by now, and not while somebody else is measured.</summary>
    public async Task Rest(CancellationToken stop)
    {
        using var http = new HttpClient();
        using var rested = await http.PostAsync($"http://127.0.0.1:{Port}{BareServer.Rest}", content: null, stop);
        rested.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        await Database.DisposeAsync();
    }
}
