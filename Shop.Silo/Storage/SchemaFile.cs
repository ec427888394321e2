using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Shop.Storage;

/// <summary>One step of the schema: <c>Shop.Silo/Schema/NNNN_nouns_what.sql</c>, carried inside the assembly.</summary>
/// <param name="Name">The file's name. Its number is its place in the order.</param>
/// <param name="Sql">What it does. It runs in a transaction.</param>
internal sealed record SchemaFile(string Name, string Sql)
{
    private const string Folder = "Schema/";

    /// <summary>The text's fingerprint, the same whichever line ends a check-out brought.</summary>
    public string Checksum => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>All files of the schema, in the order in which they are applied.</summary>
    public static IReadOnlyList<SchemaFile> All { get; } = [.. Read(typeof(SchemaFile).Assembly)];

    private static IEnumerable<SchemaFile> Read(Assembly assembly) =>
        from resource in assembly.GetManifestResourceNames()
        where resource.StartsWith(Folder, StringComparison.Ordinal)
        orderby resource
        select new SchemaFile(resource[Folder.Length..], Text(assembly, resource));

    private static string Text(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
