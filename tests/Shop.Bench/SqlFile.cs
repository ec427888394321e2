namespace Shop.Bench;

/// <summary>SQL that is a page of its own.</summary>
internal static class SqlFile
{
    public static async Task<string> Read(string name, CancellationToken stop)
    {
        using var file = new StreamReader(typeof(SqlFile).Assembly.GetManifestResourceStream(name)!);
        return await file.ReadToEndAsync(stop);
    }
}
