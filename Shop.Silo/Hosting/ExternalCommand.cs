using System.Diagnostics;

namespace Shop.Hosting;

/// <summary>A program of the machine, run to its end, with what it said kept.</summary>
internal sealed record ExternalCommand(int ExitCode, string Output)
{
    public const int NotThere = 127;

    public bool Succeeded => ExitCode == 0;

    /// <summary>What it said last: programs of this kind put the reason there.</summary>
    public string LastLine =>
        Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .LastOrDefault() ?? "";

    /// <remarks>
    /// It runs in <c>/</c>, because another user may not be allowed into our folder, speaks English, because we read
    /// its errors, and sees none of our own <c>PG…</c> variables. Cancelling kills it and what it started.
    /// </remarks>
    public static async Task<ExternalCommand> Run(
        IReadOnlyList<string> command, CancellationToken cancel, IReadOnlyDictionary<string, string?>? more = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LC_ALL"] = "C", ["DEBIAN_FRONTEND"] = "noninteractive" },
        };
        var foreign = start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList();
        foreach (var name in foreign)
            start.Environment.Remove(name);
        foreach (var (name, value) in more ?? new Dictionary<string, string?>())
            start.Environment[name] = value;

        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return new(NotThere, $"{command[0]} is not on this machine.");
        }

        process.StandardInput.Close();
        return await Finish(process, cancel);
    }

    private static async Task<ExternalCommand> Finish(Process process, CancellationToken cancel)
    {
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancel);
            var error = process.StandardError.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return new(process.ExitCode, await output + await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
