using System.Globalization;

namespace Shop.Bench.Measuring;

/// <summary>The CPU seconds of a process, or of one and its children, as Linux counts them; 0 elsewhere.</summary>
internal static class ProcessTimes
{
    private const double TicksPerSecond = 100;

    public static double Of(int process) => Read(process)?.Seconds ?? 0;

    /// <summary>With its children, those that have ended included.</summary>
    public static double OfFamily(int parent)
    {
        if (Read(parent) is not { } own)
            return 0;

        var children = Directory.EnumerateDirectories("/proc")
            .Select(Path.GetFileName)
            .Select(name => int.TryParse(name, CultureInfo.InvariantCulture, out var id) ? Read(id) : null)
            .Where(process => process?.Parent == parent);
        return own.Seconds + own.SecondsOfEnded + children.Sum(child => child!.Seconds + child.SecondsOfEnded);
    }

    public static int? ParentOf(int process) => Read(process)?.Parent;

    private static Times? Read(int process)
    {
        try
        {
            return Parse(File.ReadAllText($"/proc/{process}/stat"));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>See proc(5). The name, in brackets, may hold anything; what follows is numbers.</summary>
    internal static Times Parse(string stat)
    {
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return new(int.Parse(fields[1], CultureInfo.InvariantCulture), Sum(11, 12), Sum(13, 14));

        double Sum(int first, int second) =>
            (long.Parse(fields[first], CultureInfo.InvariantCulture)
                + long.Parse(fields[second], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    internal sealed record Times(int Parent, double Seconds, double SecondsOfEnded);
}
