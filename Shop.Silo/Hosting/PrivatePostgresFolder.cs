using System.Security.Cryptography;
using System.Text.Json;

namespace Shop.Hosting;

/// <summary>What a private cluster keeps on disk, and where.</summary>
/// <remarks>
/// The folder is ours and holds the address with its password. The cluster lies in <see cref="Home"/>, which belongs to
/// the user that PostgreSQL runs as: below the folder, or elsewhere when that user cannot get into the folder.
/// </remarks>
internal sealed record PrivatePostgresFolder(string Path, string Home, int Port, string Password)
{
    private const string ElsewhereForRoot = "/var/lib/shop";

    public string Cluster => System.IO.Path.Combine(Home, "cluster");
    public string Unfinished => System.IO.Path.Combine(Home, "cluster.new");
    public string PasswordFile => System.IO.Path.Combine(Home, "password");
    public string Log => System.IO.Path.Combine(Home, "server.log");

    public bool IsElsewhere => !Home.StartsWith(Path + "/", StringComparison.Ordinal);

    public static bool IsIn(string path) => File.Exists(AddressFile(path));

    /// <summary>What is remembered; null when nothing is.</summary>
    public static PrivatePostgresFolder? TryRead(string path) =>
        IsIn(path) && JsonSerializer.Deserialize<Address>(
            File.ReadAllText(AddressFile(path)), ShopJson.Options) is { } kept
            ? new(path, kept.Home, kept.Port, kept.Password)
            : null;

    /// <summary>Reads what is remembered, or makes it up and remembers it before anything is built on it.</summary>
    public static async Task<PrivatePostgresFolder> Open(string path, PostgresUser user, CancellationToken cancel)
    {
        if (TryRead(path) is { } kept)
            return kept;

        var home = await FindHome(path, user, cancel);
        var folder = new PrivatePostgresFolder(path, home, FreePort.Find(), RandomNumberGenerator.GetHexString(32));
        folder.Remember();
        return folder;
    }

    /// <summary>The same cluster on another port: somebody else may have taken the old one while it was down.</summary>
    public PrivatePostgresFolder OnAnotherPort()
    {
        var moved = this with { Port = FreePort.Find() };
        moved.Remember();
        return moved;
    }

    public void Delete()
    {
        foreach (var folder in (string[])[Home, Path])
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> FindHome(string path, PostgresUser user, CancellationToken cancel)
    {
        var below = System.IO.Path.Combine(path, "files");
        if (await user.Take(below, cancel))
            return below;

        Directory.Delete(below);
        var name = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(path)))[..16];
        var elsewhere = System.IO.Path.Combine(ElsewhereForRoot, name);
        Directory.CreateDirectory(ElsewhereForRoot);
        return await user.Take(elsewhere, cancel)
            ? elsewhere
            : throw new CannotStartException(
                $"PostgreSQL runs as '{user.Name}', who can write neither in {path} nor in {elsewhere}: "
                + "choose another --data.");
    }

    private static string AddressFile(string path) => System.IO.Path.Combine(path, "address.json");

    private void Remember() =>
        SecretFile.Write(
            AddressFile(Path), JsonSerializer.Serialize(new Address(Home, Port, Password), ShopJson.Options));

    private sealed record Address(string Home, int Port, string Password);
}
