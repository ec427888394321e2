using System.Diagnostics;

namespace Shop.Bench.Measuring;

/// <summary>Starts .NET programs with the <c>dotnet</c> that runs this one.</summary>
internal static class OwnProcess
{
    /// <summary>This program once more, in another role.</summary>
    public static Process Start(IEnumerable<string> arguments, Action<IDictionary<string, string?>> environment) =>
        Start(typeof(OwnProcess).Assembly.Location, arguments, environment);

    public static Process Start(
        string program, IEnumerable<string> arguments, Action<IDictionary<string, string?>> environment)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true };
        environment(start.Environment);
        return Process.Start(start)!;
    }
}
