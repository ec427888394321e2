using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;

namespace Shop.Hosting;

/// <summary>
/// PostgreSQL in a container, for machines that have Docker and no PostgreSQL. Its data is in a volume.
/// </summary>
internal sealed class DockerPostgres : IAsyncDisposable
{
    private const string Image = "postgres:17";

    private readonly Container running;

    private DockerPostgres(Container container) => running = container;

    public string ConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = running.Port,
        Username = "shop",
        Password = running.Password,
        Database = PrivatePostgres.DatabaseName,
    }.ConnectionString;

    public static bool IsUsedIn(string folder) => File.Exists(ContainerFile(folder));

    /// <summary>Null when no Docker engine answers. A container that runs already is used as it is.</summary>
    public static async Task<DockerPostgres?> TryStart(string folder, Action<string> progress, CancellationToken cancel)
    {
        if (!(await ExternalCommand.Run(["docker", "info"], cancel)).Succeeded)
            return null;

        var container = Remembered(folder);
        var running = await ExternalCommand.Run(
            ["docker", "inspect", "-f", "{{.State.Running}}", container.Name], cancel);
        if (running.LastLine != "true")
            await Run(folder, container, progress, cancel);

        return new(container);
    }

    public async ValueTask DisposeAsync() =>
        await ExternalCommand.Run(["docker", "stop", "-t", "8", running.Name], CancellationToken.None);

    private static async Task Run(string folder, Container container, Action<string> progress, CancellationToken cancel)
    {
        progress($"Starting PostgreSQL in Docker ({Image})");
        var variables = Path.Combine(folder, "docker.env");
        SecretFile.Write(variables, $"POSTGRES_USER=shop\nPOSTGRES_DB=shop\nPOSTGRES_PASSWORD={container.Password}\n");
        var started = await ExternalCommand.Run(
        [
            "docker", "run", "--detach", "--rm", "--name", container.Name, "--env-file", variables,
            "--publish", $"127.0.0.1:{container.Port}:5432", "--volume", $"{container.Name}:/var/lib/postgresql/data",
            "--shm-size", "256m", Image, "-c", "max_connections=200",
        ], cancel);
        if (!started.Succeeded)
            throw new CannotStartException($"Docker could not start {Image}: {started.LastLine}");
    }

    private static Container Remembered(string folder)
    {
        if (IsUsedIn(folder))
            return JsonSerializer.Deserialize<Container>(File.ReadAllText(ContainerFile(folder)), ShopJson.Options)!;

        var name = $"shop-postgres-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        var container = new Container(name, FreePort.Find(), RandomNumberGenerator.GetHexString(32));
        Directory.CreateDirectory(folder);
        SecretFile.Write(ContainerFile(folder), JsonSerializer.Serialize(container, ShopJson.Options));
        return container;
    }

    private static string ContainerFile(string folder) => Path.Combine(folder, "docker.json");

    private sealed record Container(string Name, int Port, string Password);
}
