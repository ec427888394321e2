using System.CommandLine;
using Shop.Hosting;

namespace Shop.Commands;

/// <summary><c>shop backup</c> and <c>shop restore</c>: a whole shop in one file, and back.</summary>
internal static class BackupCommand
{
    private static readonly Argument<string> File = new("FILE") { Description = "Where the backup is." };

    public static Command CreateBackup()
    {
        var command = new Command("backup", "Write the whole shop into one file. It may run meanwhile.")
        {
            File, CommonOptions.Data,
        };
        command.SetAction((line, stop) =>
            Write(CommonOptions.Read(line), Path.GetFullPath(line.GetValue(File)!), stop));
        return command;
    }

    public static Command CreateRestore()
    {
        var command = new Command("restore", "Make a shop of a backup, where there is none.")
        {
            File, CommonOptions.Data,
        };
        command.SetAction((line, stop) =>
            Restore(CommonOptions.Read(line), Path.GetFullPath(line.GetValue(File)!), stop));
        return command;
    }

    private static async Task Write(ShopSettings settings, string file, CancellationToken stop)
    {
        if (System.IO.File.Exists(file))
            throw new CannotStartException($"{file} is there already: a backup overwrites nothing.");
        if (settings.Database.ConnectionString is null && !Directory.Exists(settings.Data.Postgres))
            throw new CannotStartException($"There is no shop in {settings.Data.Path}: name its folder with --data.");

        await using var database = await ShopDatabase.Open(settings, Console.WriteLine, stop);
        await Backup.Write(file, settings.Data, database.ConnectionString, stop);
        var size = new FileInfo(file).Length / 1024;
        Console.WriteLine($"The shop is in {file} ({size:N0} kB). It holds secrets: keep it safe.");
    }

    private static async Task Restore(ShopSettings settings, string file, CancellationToken stop)
    {
        if (!System.IO.File.Exists(file))
            throw new CannotStartException($"{file} is not there.");

        await using var claim = settings.Data.Claim();
        await using var database = await ShopDatabase.Open(settings, Console.WriteLine, stop);
        await Backup.Restore(file, settings.Data, database.ConnectionString, stop);
        Console.WriteLine($"The shop is in {settings.Data.Path}. './shop audit' proves it, './shop up' starts it.");
    }
}
