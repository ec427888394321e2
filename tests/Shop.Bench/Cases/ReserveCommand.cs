using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;
using Shop.Bench.Load;
using Shop.Hosting;
using Shop.Inventory;
using Shop.Storage;

namespace Shop.Bench.Cases;

/// <summary>The process of <see cref="ReserveCase"/>: grains with callers beside them, or bare batches.</summary>
internal static class ReserveCommand
{
    public const string Name = "reserve-alone";
    public const int Callers = 256;

    private const int Units = 1_000_000_000;

    private const string BatchSql = """
        with held as (
            insert into hold (order_id, sku, quantity, until)
            select id, 'SKU', 1, now() + interval '15 minutes' from unnest($1) as id
        )
        update stock set available = available - cardinality($1) where id = 1 and available >= cardinality($1)
        """;

    private static readonly Argument<string> Kind = new("kind");
    private static readonly Argument<string> Database = new("database");
    private static readonly Argument<double> WarmUp = new("warm-up");
    private static readonly Argument<double> Seconds = new("seconds");

    public static Command Create()
    {
        var command = new Command(Name) { Kind, Database, WarmUp, Seconds };
        command.Hidden = true;
        command.SetAction((line, stop) =>
        {
            var time = new Time(line.GetValue(WarmUp), line.GetValue(Seconds));
            return line.GetValue(Kind) == "grain"
                ? ByGrain(line.GetValue(Database)!, time, stop)
                : InBatches(line.GetValue(Database)!, time, stop);
        });
        return command;
    }

    private static async Task ByGrain(string connectionString, Time time, CancellationToken stop)
    {
        // As in the shop; what is built for tests begins with many more.
        ThreadPool.SetMinThreads(Environment.ProcessorCount, Environment.ProcessorCount);
        var folder = Directory.CreateTempSubdirectory("shop-reserve-");
        var settings = ShopSettings.Read(data: folder.FullName) with
        {
            Web = new WebSettings(IPAddress.Loopback, FreePort.Find(), "Production"),
        };
        await using var shop = ShopApplication.Build(settings, connectionString, ShopRole.Everything);
        await shop.Services.GetRequiredService<DatabaseStart>().Prepare(TimeSpan.FromSeconds(30), stop);
        await shop.StartAsync(stop);

        var stock = shop.Services.GetRequiredService<IGrainFactory>().Inventory("BENCH");
        await stock.Open(new(Guid.CreateVersion7(), Guid.CreateVersion7(), Units));
        var until = TimeProvider.System.GetUtcNow().AddHours(1);
        await Count(Callers, time, async () =>
        {
            if (await stock.Reserve(new(Guid.CreateVersion7(), 1, until)) is { } refused)
                throw new InvalidOperationException(refused.Code);

            return 1;
        });
        await shop.StopAsync(CancellationToken.None);
        folder.Delete(recursive: true);
    }

    /// <summary>One transaction after the other, each with as many holds as callers would wait.</summary>
    private static async Task InBatches(string connectionString, Time time, CancellationToken stop)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(stop);
        var ids = new NpgsqlParameter<Guid[]> { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };
        await using var batch = new NpgsqlCommand(BatchSql, connection) { Parameters = { ids } };
        ids.TypedValue = [];
        await batch.PrepareAsync(stop);
        await Count(callers: 1, time, async () =>
        {
            ids.TypedValue = [.. Enumerable.Range(0, Callers).Select(_ => Guid.CreateVersion7())];
            return await batch.ExecuteNonQueryAsync(CancellationToken.None) > 0 ? Callers : 0;
        });
    }

    /// <param name="callers">At once, each again as soon as it has its answer.</param>
    /// <param name="time">How long it goes on.</param>
    /// <param name="act">Returns how many it held.</param>
    private static async Task Count(int callers, Time time, Func<Task<int>> act)
    {
        var latencies = new Latencies();
        long done = 0, from = long.MaxValue;
        var over = false;
        var work = Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (!Volatile.Read(ref over))
            {
                var began = Stopwatch.GetTimestamp();
                var some = await act();
                if (began < Volatile.Read(ref from))
                    continue;

                Interlocked.Add(ref done, some);
                latencies.Add((long)Stopwatch.GetElapsedTime(began).TotalMicroseconds);
            }
        })).ToList();

        await Task.Delay(TimeSpan.FromSeconds(time.WarmUp));
        Console.WriteLine(LoadCommand.Begins);
        Volatile.Write(ref from, Stopwatch.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(time.Seconds));
        var (count, elapsed) = (Interlocked.Read(ref done), Stopwatch.GetElapsedTime(from).TotalSeconds);
        Console.WriteLine(LoadCommand.Ends);
        Volatile.Write(ref over, true);
        await Task.WhenAll(work);
        var held = AnswerCount.Of(0, latencies) with { Count = count };
        Console.WriteLine(JsonSerializer.Serialize(new LoadReport(elapsed, [held, held], Lost: 0)));
    }

    /// <param name="WarmUp">Seconds before anything is counted.</param>
    /// <param name="Seconds">To count.</param>
    private sealed record Time(double WarmUp, double Seconds);
}
