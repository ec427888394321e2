using System.Diagnostics;
using Npgsql;

namespace Shop.Bench.Measuring;

/// <summary>What PostgreSQL and the processes had done by a moment. Two of them make a difference.</summary>
/// <param name="At">Ticks of the stopwatch.</param>
/// <param name="Syncs">Of the write-ahead log to disk, of the whole server.</param>
/// <param name="Transactions">Ended, in this database.</param>
/// <param name="Rows">Written, in this database.</param>
/// <param name="Orders">Rows put into the table of orders.</param>
/// <param name="ServerCpu">Seconds, of the shop or the rival.</param>
/// <param name="DatabaseCpu">Seconds, of PostgreSQL with all its processes.</param>
/// <param name="LoadCpu">Seconds, of the load generator.</param>
internal sealed record Counters(
    long At, long Syncs, long Transactions, long Rows, long Orders,
    double ServerCpu, double DatabaseCpu, double LoadCpu)
{
    /// <summary>A backend tells what it did once a second at most, all of it at once: ratios are exact.</summary>
    private static string Sql(int version) => $"""
        select {(version < 18
            ? "(select wal_sync from pg_stat_wal)"
            : "(select sum(fsyncs)::bigint from pg_stat_io where object = 'wal')")},
               xact_commit + xact_rollback,
               tup_inserted + tup_updated + tup_deleted,
               coalesce((select n_tup_ins from pg_stat_user_tables where relname = 'orders'), 0)
        from   pg_stat_database
        where  datname = current_database()
        """;

    /// <param name="database">Open; its database is the one that is looked at.</param>
    /// <param name="server">The process that answers HTTP, if there is one.</param>
    /// <param name="load">The process that asks.</param>
    public static async Task<Counters> Read(NpgsqlConnection database, int? server, int load)
    {
        var (at, postmaster) = (Stopwatch.GetTimestamp(), ProcessTimes.ParentOf(database.ProcessID));
        var cpu = (
            Server: server is { } id ? ProcessTimes.Of(id) : 0,
            Database: postmaster is { } parent ? ProcessTimes.OfFamily(parent) : 0,
            Load: ProcessTimes.Of(load));
        await using var query = new NpgsqlCommand(Sql(database.PostgreSqlVersion.Major), database);
        await using var row = await query.ExecuteReaderAsync();
        await row.ReadAsync();
        return new(
            at, row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3),
            cpu.Server, cpu.Database, cpu.Load);
    }

    public static Counters operator -(Counters later, Counters sooner) => new(
        later.At - sooner.At, later.Syncs - sooner.Syncs, later.Transactions - sooner.Transactions,
        later.Rows - sooner.Rows, later.Orders - sooner.Orders, later.ServerCpu - sooner.ServerCpu,
        later.DatabaseCpu - sooner.DatabaseCpu, later.LoadCpu - sooner.LoadCpu);
}
