namespace Shop.Hosting;

/// <summary>
/// How a private cluster is set up: for one shop on one small machine, reached from that machine only.
/// </summary>
internal static class PrivatePostgresSettings
{
    public const string FileName = "shop.conf";

    private const long Megabyte = 1024 * 1024;

    /// <param name="throwAway">
    /// The data need not outlive the machine: nothing is forced to disk. It still survives a killed server.
    /// </param>
    public static string Text(int port, bool throwAway) => $"""
        # Written by the shop at every start. Settings of your own belong in postgresql.auto.conf (ALTER SYSTEM).
        listen_addresses = '127.0.0.1'
        port = {port}
        unix_socket_directories = ''
        max_connections = 200
        shared_buffers = '{SharedBuffers()}MB'
        max_wal_size = '2GB'
        checkpoint_timeout = '15min'
        random_page_cost = 1.1
        jit = off
        timezone = 'UTC'
        log_timezone = 'UTC'
        log_checkpoints = off
        synchronous_commit = on
        fsync = {(throwAway ? "off" : "on")}
        full_page_writes = {(throwAway ? "off" : "on")}

        """;

    /// <summary>A sixteenth of the memory, in megabytes: the grains beside it need more than it does.</summary>
    private static long SharedBuffers() =>
        Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 16 / Megabyte, 32, 512);
}
