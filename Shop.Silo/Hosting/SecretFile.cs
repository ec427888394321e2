namespace Shop.Hosting;

/// <summary>Files that only their owner may read.</summary>
internal static class SecretFile
{
    /// <summary>Writes all of it or nothing: a crash leaves the old text or the new one.</summary>
    public static void Write(string path, string text) =>
        File.Move(Unfinished(path, text), path, overwrite: true);

    /// <summary>As <see cref="Write"/>, unless somebody has written it by then: the first one stays.</summary>
    public static void WriteOnce(string path, string text)
    {
        var unfinished = Unfinished(path, text);
        try
        {
            File.Move(unfinished, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(unfinished);
        }
    }

    private static string Unfinished(string path, string text)
    {
        var unfinished = $"{path}.{Guid.CreateVersion7():N}";
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using var stream = new FileStream(unfinished, options);
        stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
        stream.Flush(flushToDisk: true);
        return unfinished;
    }
}
