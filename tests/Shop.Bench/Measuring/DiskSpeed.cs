using System.Diagnostics;

namespace Shop.Bench.Measuring;

/// <summary>How often a second the disk can be made to keep 8 kB for good: what every commit waits for.</summary>
internal static class DiskSpeed
{
    private const int Page = 8_192;

    private static readonly TimeSpan Span = TimeSpan.FromSeconds(1);

    /// <param name="folder">On the disk in question.</param>
    public static double Syncs(string folder)
    {
        var file = Path.Combine(folder, "sync.try");
        try
        {
            using var handle = File.OpenHandle(
                file, FileMode.Create, FileAccess.Write, preallocationSize: Page * 16);
            var page = new byte[Page];
            var count = 0;
            var began = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(began) < Span)
            {
                RandomAccess.Write(handle, page, fileOffset: 0);
                RandomAccess.FlushToDisk(handle);
                count++;
            }

            return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
