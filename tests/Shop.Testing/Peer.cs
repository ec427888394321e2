using System.Diagnostics;

namespace Shop.Testing;

/// <summary>
/// A program of somebody else's that the shop is tried against: a script on Node.js, with the packages it needs. They
/// are fetched once, into the folder of temporary files.
/// </summary>
/// <remarks>The script says in its first line where it is reached, and ends when its input closes.</remarks>
public sealed class Peer : IAsyncDisposable
{
    private static readonly SemaphoreSlim Fetching = new(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process process;

    private Peer(Process process, string address) => (this.process, Address) = (process, address);

    /// <summary>What the script said in its first line.</summary>
    public string Address { get; }

    /// <param name="script">JavaScript; it may <c>require</c> the packages.</param>
    /// <param name="packages">Each with its version, as <c>smtp-server@3.21.6</c>.</param>
    /// <param name="settings">The environment that the script is given besides.</param>
    public static async Task<Peer> Start(
        string script, string[] packages, params (string Name, string Value)[] settings)
    {
        var folder = await Fetch(packages);
        var start = new ProcessStartInfo("node", ["-e", script])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;

        var process = Begin(start);
        using var patience = new CancellationTokenSource(Patience);
        var address = await process.StandardOutput.ReadLineAsync(patience.Token);
        return new(process, address ?? throw new InvalidOperationException("The peer ended before it had begun."));
    }

    /// <summary>The next line that it says.</summary>
    public async Task<string> Says()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await process.StandardOutput.ReadLineAsync(patience.Token)
            ?? throw new InvalidOperationException("The peer has ended.");
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(5)))
            process.Kill(entireProcessTree: true);

        process.Dispose();
        await Task.CompletedTask;
    }

    /// <summary>Laid down under another name and moved, so that a folder is whole or not there.</summary>
    /// <param name="packages">As for <see cref="Start"/>.</param>
    /// <param name="prepare">JavaScript that is run in their folder once, before anybody else sees it.</param>
    public static async Task<string> Fetch(string[] packages, string? prepare = null)
    {
        // Of each user their own: what somebody else laid down need not be what it says.
        var name = $"shop-peers-{Environment.UserName}-{string.Join('-', packages).Replace('/', '_')}";
        var folder = Path.Combine(Path.GetTempPath(), name);
        await Fetching.WaitAsync();
        try
        {
            if (Directory.Exists(folder))
                return folder;

            var half = $"{folder}.{Environment.ProcessId}";
            Directory.CreateDirectory(half);
            await Run("npm", half, ["install", "--no-save", "--no-audit", "--no-fund", "--prefix", half, .. packages]);
            if (prepare is not null)
                await Run("node", half, ["-e", prepare]);

            if (!Directory.Exists(folder))
                Directory.Move(half, folder);

            return folder;
        }
        finally
        {
            Fetching.Release();
        }
    }

    private static async Task Run(string program, string folder, string[] arguments)
    {
        using var process = Begin(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        });
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} failed: see above.");
    }

    private static Process Begin(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException(
                $"This test needs {start.FileName}: install Node.js, 20 or later (apt-get install npm).", missing);
        }
    }
}
