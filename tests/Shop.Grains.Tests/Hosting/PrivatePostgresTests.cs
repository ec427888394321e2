using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Npgsql;

namespace Shop.Hosting;

/// <summary>A shop's own PostgreSQL, started for real in folders that are thrown away.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PrivatePostgresTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("shop-postgres-").FullName;

    public PrivatePostgresTests() => File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_was_written_is_there_after_a_restart()
    {
        await using (var first = await Start())
            await Do(first, "create table kept (name text); insert into kept values ('ÅNGSTRÖM')");

        await using var second = await Start();
        Assert.Equal("ångström", await Do(second, "select lower(name) from kept"));
    }

    [Fact]
    public async Task The_last_to_leave_stops_it()
    {
        var first = await Start();
        var second = await Start();
        Assert.Equal(first.ConnectionString, second.ConnectionString);

        await first.DisposeAsync();
        Assert.Equal("1", await Do(second, "select '1'"));

        await second.DisposeAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => Do(second, "select '1'"));
    }

    [Fact]
    public async Task A_killed_server_starts_again_though_its_process_id_belongs_to_another()
    {
        var first = await Start();
        var pidFile = Path.Combine(folder, "files", "cluster", "postmaster.pid");
        var lines = await File.ReadAllLinesAsync(pidFile);
        using (var server = Process.GetProcessById(int.Parse(lines[0])))
        {
            server.Kill();
            await server.WaitForExitAsync();
        }

        lines[0] = Environment.ProcessId.ToString();
        await File.WriteAllLinesAsync(pidFile, lines);

        await using (var second = await Start())
            Assert.Equal("1", await Do(second, "select '1'"));

        await first.DisposeAsync();
    }

    [Fact]
    public async Task A_port_that_somebody_took_is_left_to_them()
    {
        int port;
        await using (var first = await Start())
            port = new NpgsqlConnectionStringBuilder(first.ConnectionString).Port;

        using var somebody = new TcpListener(IPAddress.Loopback, port);
        somebody.Start();

        await using var second = await Start();
        Assert.NotEqual(port, new NpgsqlConnectionStringBuilder(second.ConnectionString).Port);
        Assert.Equal("1", await Do(second, "select '1'"));
    }

    [Fact]
    public async Task A_cancelled_start_leaves_nothing_running()
    {
        using var cancel = new CancellationTokenSource();
        var starting = PrivatePostgres.Start(folder, _ => cancel.CancelAfter(600), cancel.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
        Assert.False(Postmaster.Runs(Path.Combine(folder, "files", "cluster")));
    }

    [Fact]
    public async Task A_folder_closed_to_others_is_no_hindrance()
    {
        var closed = Directory.CreateDirectory(Path.Combine(folder, "closed"), UnixFileMode.UserWrite
            | UnixFileMode.UserRead | UnixFileMode.UserExecute).FullName;

        await using var postgres = await PrivatePostgres.Start(
            Path.Combine(closed, "data"), _ => { }, CancellationToken.None, throwAway: true);
        Assert.Equal("1", await Do(postgres, "select '1'"));
    }

    [Fact]
    public async Task Only_the_owner_can_read_the_password()
    {
        await using var postgres = await Start();
        var mode = File.GetUnixFileMode(Path.Combine(folder, "address.json"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
    }

    [Fact]
    public async Task A_folder_that_nobody_can_write_is_refused_by_name()
    {
        var refusal = await Assert.ThrowsAsync<CannotStartException>(
            () => PrivatePostgres.Start("/proc/shop", _ => { }, CancellationToken.None));
        Assert.StartsWith("Cannot write in /proc/shop", refusal.Message);
    }

    private Task<PrivatePostgres> Start() => PrivatePostgres.Start(folder, _ => { }, CancellationToken.None);

    private static async Task<string?> Do(PrivatePostgres postgres, string sql)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() as string;
    }
}
