using System.Net.Sockets;
using Npgsql;

namespace Shop.Storage;

/// <summary>Makes the database ready for a node that starts: waits until it answers, then applies the schema.</summary>
internal sealed partial class DatabaseStart(NpgsqlDataSource database, TimeProvider clock, ILogger<DatabaseStart> log)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Returns when the schema is in place.</summary>
    /// <param name="patience">How long PostgreSQL may stay away before the start is given up.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <exception cref="SchemaException">PostgreSQL stayed away, or the schema does not fit.</exception>
    public async Task Prepare(TimeSpan patience, CancellationToken stop)
    {
        var began = clock.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                foreach (var file in await Migrations.Apply(database, stop))
                    LogApplied(file);

                return;
            }
            catch (NpgsqlException away) when (IsAway(away))
            {
                var reason = away.InnerException is SocketException socket ? socket.Message : away.Message;
                if (clock.GetElapsedTime(began) + pause > patience)
                    throw new SchemaException($"PostgreSQL at {Place} does not answer: {reason}.", away);

                LogAway(Place, reason, pause.TotalSeconds);
                await Task.Delay(pause, clock, stop);
            }
        }
    }

    /// <summary>
    /// Not there, not yet there, or going: worth another try. A wrong password or a missing database is not.
    /// </summary>
    public static bool IsAway(NpgsqlException exception) =>
        exception is not PostgresException refused
        || refused.IsTransient
        || refused.SqlState.StartsWith("57P", StringComparison.Ordinal);

    private string Place =>
        new NpgsqlConnectionStringBuilder(database.ConnectionString) is var at ? $"{at.Host}:{at.Port}" : "";

    [LoggerMessage(LogLevel.Information, "Schema: applied {File}.")]
    private partial void LogApplied(string file);

    [LoggerMessage(LogLevel.Warning, "PostgreSQL at {Place} does not answer ({Reason}); trying again in {Seconds} s.")]
    private partial void LogAway(string place, string reason, double seconds);
}
