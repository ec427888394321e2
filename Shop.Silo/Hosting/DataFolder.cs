using System.Security.Cryptography;

namespace Shop.Hosting;

/// <summary>The folder of everything that outlives a start: database, pictures, mail, the admin's password.</summary>
internal sealed record DataFolder(string Path)
{
    public string Postgres => At("postgres");

    /// <summary>The mails of a shop without a mail server.</summary>
    public string Mail => At("mail");

    private string AddressFile => At("address");

    private string? LastAddress => File.Exists(AddressFile) ? File.ReadAllText(AddressFile).Trim() : null;

    /// <summary>Holds the folder for one shop at a time, until the answer is disposed or its process dies.</summary>
    /// <exception cref="CannotStartException">It runs already, or the folder cannot be written.</exception>
    public IAsyncDisposable Claim()
    {
        try
        {
            Directory.CreateDirectory(Path);
            return FolderLock.TryAlone(At("shop.lock"))
                ?? throw new CannotStartException(
                    $"A shop already runs on {Path} ({LastAddress}): stop it, or choose another folder with --data.");
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new CannotStartException(
                $"{Path} belongs to another user: run the shop as that user, or choose another folder with --data.",
                refused);
        }
        catch (IOException refused)
        {
            throw new CannotStartException($"Cannot use the folder {Path}: {refused.Message}", refused);
        }
    }

    /// <summary>The address of the shop that runs on this folder, or null.</summary>
    public string? RunningShop()
    {
        if (LastAddress is not { } url)
            return null;

        using var free = FolderLock.TryAlone(At("shop.lock"));
        return free is null ? url : null;
    }

    public void RememberAddress(string url) => File.WriteAllText(AddressFile, url + "\n");

    /// <summary>The password that was made up for this admin, the same at every start.</summary>
    public string AdminPassword() => Secret("admin.password", length: 16);

    /// <summary>What the sandbox's webhooks are signed with, when no setting says it.</summary>
    public string SandboxSecret() => Secret("sandbox.secret", length: 32);

    /// <summary>What the shop's keys are sealed under, when no setting says it.</summary>
    public string Secret() => Secret("shop.secret", length: 43);

    /// <summary>Of nodes that start at once on one folder, all take what the first has made up.</summary>
    private string Secret(string name, int length)
    {
        var file = At(name);
        Directory.CreateDirectory(Path);
        var made = RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", length);
        if (!File.Exists(file))
            SecretFile.WriteOnce(file, made + "\n");

        return File.ReadAllText(file).Trim();
    }

    private string At(string name) => System.IO.Path.Combine(Path, name);
}
