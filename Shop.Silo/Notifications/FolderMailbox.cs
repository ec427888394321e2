using System.Collections.Immutable;
using System.Text;

namespace Shop.Notifications;

/// <inheritdoc cref="IMailbox"/>
/// <remarks>It reads what <see cref="FolderMail"/> lays down, and nothing that others write.</remarks>
internal sealed class FolderMailbox(string folder) : IMailbox
{
    public async Task<ImmutableArray<MailView>> Newest(string? to, int most)
    {
        if (!Directory.Exists(folder))
            return [];

        var mails = ImmutableArray.CreateBuilder<MailView>();
        var files = new DirectoryInfo(folder).EnumerateFiles("*.eml").OrderByDescending(file => file.LastWriteTimeUtc);
        foreach (var file in files)
        {
            var mail = await Read(file);
            if (to is null || mail.To.Equals(to, StringComparison.OrdinalIgnoreCase))
                mails.Add(mail);
            if (mails.Count == most)
                break;
        }

        return mails.ToImmutable();
    }

    public async Task<MailView?> Find(Guid id)
    {
        var file = new FileInfo(Path.Combine(folder, $"{id:N}.eml"));
        return file.Exists ? await Read(file) : null;
    }

    private static async Task<MailView> Read(FileInfo file)
    {
        var source = await File.ReadAllTextAsync(file.FullName, Encoding.ASCII);
        var end = source.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = source[..end].Replace("\r\n ", " ", StringComparison.Ordinal).Split("\r\n")
            .Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => Mime.ReadWords(pair[1]));
        var boundary = head["Content-Type"].Split('"')[1];
        var sides = source[end..].Split($"\r\n--{boundary}");
        return new(
            Guid.Parse(Path.GetFileNameWithoutExtension(file.Name)), file.LastWriteTimeUtc, head["From"], head["To"],
            head["Subject"], head["X-Shop-Event"], Content(sides[1]), Content(sides[2]), source);
    }

    private static string Content(string side) => QuotedPrintable
        .Read(side[(side.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]).ReplaceLineEndings("\n");
}
