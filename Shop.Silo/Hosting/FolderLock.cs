namespace Shop.Hosting;

/// <summary>A lock on a folder that the system lets go of when its holder dies, however it dies.</summary>
internal static class FolderLock
{
    /// <summary>Null when somebody else holds it.</summary>
    public static FileStream? TryAlone(string file) => TryOpen(file, FileShare.None);

    /// <summary>Held by any number at once; while anyone does, <see cref="TryAlone"/> answers null.</summary>
    public static FileStream? TryTogether(string file) => TryOpen(file, FileShare.Read);

    /// <summary>Waits for its turn.</summary>
    public static async Task<FileStream> Alone(string file, CancellationToken cancel)
    {
        while (true)
        {
            if (TryAlone(file) is { } held)
                return held;

            await Task.Delay(50, cancel);
        }
    }

    private static FileStream? TryOpen(string file, FileShare share)
    {
        try
        {
            // Reading with FileShare.Read is a shared lock (flock) on Unix, FileShare.None an exclusive one.
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.Read, share);
        }
        catch (IOException held)
            when (held is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
        {
            return null;
        }
    }
}
