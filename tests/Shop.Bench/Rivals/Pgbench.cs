using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Shop.Bench.Load;
using Shop.Bench.Measuring;
using Shop.Hosting;

namespace Shop.Bench.Rivals;

/// <summary>The checkout as plain SQL, a client a buyer: what PostgreSQL does by itself, without HTTP.</summary>
internal static partial class Pgbench
{
    /// <summary>How this rival is called.</summary>
    public const string Who = "(a) pgbench";

    /// <summary>Lock the stock, insert order, line and payment, decrement, clear the cart, commit.</summary>
    /// <param name="products">1 is a flash sale.</param>
    private static string Script(int products) => $"""
        \set cart random({LoadPlan.FirstNumber + 1}, {LoadPlan.FirstNumber + RivalProcess.FewCarts})
        \set product random(1, {products})
        begin;
        select available from stock where id = :product for update;
        insert into orders (customer_id, idempotency_key, status, total, currency)
        values (:cart, gen_random_uuid(), 'placed', 1999, 'EUR') returning id as placed \gset
        insert into order_line values (:placed, 1, :product, 1, 1999);
        insert into payment (order_id, provider, state, amount) values (:placed, 'manual', 'authorized', 1999);
        update stock set available = available - 1 where id = :product and available >= 1;
        delete from cart_line where cart_id = :cart;
        commit;
        """;

    /// <summary>What it takes a client to sign in. It is part of the time that pgbench is told to run for.</summary>
    private static readonly TimeSpan SignIn = TimeSpan.FromMilliseconds(15);

    /// <exception cref="CannotStartException">It is not on this machine, or failed.</exception>
    public static async Task<Measurement> Run(
        RivalProcess rivals, string name, int products, int clients, int seconds, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("shop-pgbench-");
        try
        {
            var script = Path.Combine(folder.FullName, "script");
            await File.WriteAllTextAsync(script, Script(products) + "\n", stop);
            var at = new NpgsqlConnectionStringBuilder(rivals.ConnectionString);
            using var process = Process.Start(new ProcessStartInfo(
                await Find(stop),
                [
                    "-n", "-M", "prepared", "-h", at.Host!, "-p", $"{at.Port}", "-U", at.Username!, "-f", script,
                    "-c", $"{clients}", "-j", "2", "-T", $"{seconds + Math.Ceiling((SignIn * clients).TotalSeconds)}",
                    "-l", $"--log-prefix={folder.FullName}/log",
                    at.Database!,
                ])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["PGPASSWORD"] = at.Password, ["LC_ALL"] = "C" },
            })!;
            await using var end = stop.Register(process.Kill);
            var errors = process.StandardError.ReadToEndAsync(stop);
            var said = process.StandardOutput.ReadToEndAsync(stop);
            var did = await Watch(rivals.Database, process, clients, seconds, stop);
            await process.WaitForExitAsync(stop);
            return process.ExitCode == 0
                ? Read(await said, await Log(folder.FullName, stop), name, clients, seconds).With(did)
                : throw new CannotStartException($"pgbench failed: {(await errors).Trim()}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>From when all clients are there, which is when its own clock begins, almost to the end.</summary>
    private static async Task<Counters> Watch(
        NpgsqlDataSource database, Process process, int clients, int seconds, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var there = new NpgsqlCommand(
            "select count(*) from pg_stat_activity where application_name = 'pgbench'", connection);
        while (!process.HasExited && (long)(await there.ExecuteScalarAsync(stop))! < clients)
            await Task.Delay(50, stop);

        var before = await Counters.Read(connection, null, process.Id);
        await Task.Delay(TimeSpan.FromSeconds(seconds - 0.5), stop);
        return await Counters.Read(connection, null, process.Id) - before;
    }

    /// <param name="output">What it prints in the end: no rate, when not one transaction came to its end.</param>
    /// <param name="microseconds">Of each transaction.</param>
    internal static Measurement Read(
        string output, Latencies microseconds, string name, int clients, int seconds)
    {
        return new()
        {
            Case = name,
            Who = Who,
            Clients = clients,
            Seconds = seconds,
            PerSecond = Rate().Match(output) is { Success: true } rate
                ? double.Parse(rate.ValueSpan, CultureInfo.InvariantCulture)
                : 0,
            P50 = microseconds.Percentile(0.50) / 1e3,
            P95 = microseconds.Percentile(0.95) / 1e3,
            P99 = microseconds.Percentile(0.99) / 1e3,
            Max = microseconds.Max / 1e3,
        };
    }

    /// <summary>A line a transaction: client, number, microseconds, and so on.</summary>
    internal static void AddLog(string line, Latencies microseconds)
    {
        var fields = line.Split(' ');
        microseconds.Add(long.Parse(fields[2], CultureInfo.InvariantCulture));
    }

    private static async Task<Latencies> Log(string folder, CancellationToken stop)
    {
        var microseconds = new Latencies();
        foreach (var file in Directory.EnumerateFiles(folder, "log.*"))
        {
            await foreach (var line in File.ReadLinesAsync(file, stop))
                AddLog(line, microseconds);
        }

        return microseconds;
    }

    private static async Task<string> Find(CancellationToken stop) =>
        (await PostgresBinaries.Find(stop)).Select(found => found["pgbench"]).FirstOrDefault(File.Exists)
        ?? throw new CannotStartException("pgbench is not on this machine; it comes with PostgreSQL's packages.");

    [GeneratedRegex(@"(?<=tps = )[\d.]+")]
    private static partial Regex Rate();
}
