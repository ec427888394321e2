using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using Shop.Bench.Load;
using Shop.Hosting;

namespace Shop.Bench.Measuring;

/// <summary>
/// Has something carried out by a process of its own, and reads the counters where counting begins and ends.
/// </summary>
internal static class LoadProcess
{
    /// <param name="server">Process id of who is asked.</param>
    /// <param name="plan">What to ask.</param>
    /// <param name="database">The one whose counters count; null when nobody wants to know.</param>
    /// <param name="stop">Ends it.</param>
    /// <param name="settled">Awaited after the last answer: what the answers promised is counted, too.</param>
    public static async Task<(LoadReport Report, Counters? Did)> Run(
        int server, LoadPlan plan, NpgsqlDataSource? database, CancellationToken stop, Func<Task>? settled = null)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(plan), stop);
            using var load = OwnProcess.Start([LoadCommand.Name, file], OneThread);
            return await Watch(load, server, database, stop, settled);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The process says when counting begins and ends, and then what came of it.</summary>
    public static async Task<(LoadReport Report, Counters? Did)> Watch(
        Process load, int? server, NpgsqlDataSource? database, CancellationToken stop, Func<Task>? settled = null)
    {
        await using var end = stop.Register(load.Kill);
        await using var connection = database is null ? null : await database.OpenConnectionAsync(stop);
        await Expect(load, LoadCommand.Begins, stop);
        var before = connection is null ? null : await Counters.Read(connection, server, load.Id);
        await Expect(load, LoadCommand.Ends, stop);
        var after = connection is null ? null : await Counters.Read(connection, server, load.Id);
        if (settled is not null && connection is not null)
        {
            await settled();
            var (generator, all) = (after!.LoadCpu, await Counters.Read(connection, server, load.Id));
            after = all with { LoadCpu = generator };
        }

        var report = JsonSerializer.Deserialize<LoadReport>(await load.StandardOutput.ReadToEndAsync(stop))!;
        await load.WaitForExitAsync(stop);
        return (report, after is null ? null : after - before!);
    }

    private static async Task Expect(Process load, string word, CancellationToken stop)
    {
        if (await load.StandardOutput.ReadLineAsync(stop) != word)
            throw new CannotStartException("The load generator failed; its reason is above.");
    }

    /// <summary>
    /// Answers are taken and the next requests sent where the sockets are polled, without a change of thread.
    /// </summary>
    private static void OneThread(IDictionary<string, string?> environment)
    {
        environment["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1";
        environment["DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT"] = "1";
        environment["DOTNET_gcServer"] = "0";
        environment["DOTNET_TieredPGO"] = "0";
    }
}
