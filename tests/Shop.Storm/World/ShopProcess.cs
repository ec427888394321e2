using System.Diagnostics;

namespace Shop.Storm.World;

/// <summary>One process of the shop, as <c>./shop up</c> starts it, on a port and a data folder of its own.</summary>
internal sealed class ShopProcess(ShopSetting setting, string folder, int port) : IDisposable
{
    /// <summary>What the shop promises for a stop that it is asked for.</summary>
    public static readonly TimeSpan StopTime = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(3) };
    private Process? process;

    public string Url { get; } = $"http://127.0.0.1:{port}";

    /// <summary>Of what it says, and of what went wrong.</summary>
    public string Log => folder + ".log";

    public string Folder => folder;

    public bool Runs => process is { HasExited: false };

    public void Start()
    {
        var start = new ProcessStartInfo(
            "/bin/sh", ["-c", "exec \"$@\" >>\"$0\" 2>&1", Log, "dotnet", setting.Program, "up",
                "--port", $"{port}", "--data", folder]);
        foreach (var (name, value) in setting.Environment)
            start.Environment[name] = value;

        process?.Dispose();
        process = Process.Start(start)!;
        setting.Keep(process.Id);
    }

    /// <summary>One that gives up because its database is away is started again, as any supervisor does.</summary>
    /// <returns>How often that was.</returns>
    public async Task<int> UntilReady(CancellationToken stop)
    {
        var began = TimeProvider.System.GetTimestamp();
        var starts = 0;
        while (!await IsReady(stop))
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new InvalidOperationException($"The shop did not start; its log is {Log}.");

            await Task.Delay(100, stop);
            if (Runs)
                continue;

            starts++;
            await Task.Delay(500, stop);
            Start();
        }

        return starts;
    }

    public void Send(Signal signal)
    {
        if (Runs)
            Signals.Send(process!.Id, signal);
    }

    /// <summary>Returns when the process is gone, which no signal can keep from happening.</summary>
    public async Task Kill()
    {
        Send(Signal.Kill);
        if (process is not null)
            await process.WaitForExitAsync();
    }

    /// <summary>Asks it to stop.</summary>
    /// <returns>Its exit code, or null when it was not gone in time.</returns>
    public async Task<int?> Stop()
    {
        Send(Signal.Terminate);
        try
        {
            await process!.WaitForExitAsync().WaitAsync(StopTime);
            return process.ExitCode;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        Send(Signal.Kill);
        process?.Dispose();
        http.Dispose();
    }

    private async Task<bool> IsReady(CancellationToken stop)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"{Url}/health/ready"), stop);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException
            && !stop.IsCancellationRequested)
        {
            return false;
        }
    }
}

/// <summary>What all processes of one shop have in common.</summary>
/// <param name="Program">The shop's assembly.</param>
/// <param name="Environment">Its settings.</param>
/// <param name="Keep">Told each process, so that none outlives the storm.</param>
internal sealed record ShopSetting(
    string Program, IReadOnlyList<(string Name, string Value)> Environment, Action<int> Keep);
