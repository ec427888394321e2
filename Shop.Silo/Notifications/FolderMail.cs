namespace Shop.Notifications;

/// <summary>
/// Lays mails into a folder, where <c>/dev/mail</c> shows them: what a shop without a mail server does.
/// </summary>
/// <remarks>A file is named by its message, so a mail that is sent twice lies there once.</remarks>
internal sealed class FolderMail(string folder, MailOptions options) : IMailTransport
{
    public async Task<Delivery> Send(Mail mail)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{mail.Id:N}.eml");
        var half = $"{file}.{Environment.ProcessId}.new";
        await File.WriteAllBytesAsync(half, Mime.Write(mail, options));
        File.Move(half, file, overwrite: true);
        return Delivery.Done;
    }
}
