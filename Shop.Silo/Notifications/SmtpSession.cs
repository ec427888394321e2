using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Shop.Notifications;

/// <summary>
/// One conversation with a mail server (RFC 5321), protected as the options ask, signed in if they say so.
/// </summary>
internal sealed class SmtpSession : IAsyncDisposable
{
    private static readonly TimeSpan QuitPatience = TimeSpan.FromSeconds(2);

    private readonly TcpClient connection;
    private SmtpLines lines;
    private IReadOnlyList<string> features = [];

    private SmtpSession(TcpClient connection)
    {
        this.connection = connection;
        lines = new(connection.GetStream());
    }

    /// <exception cref="SmtpRefusal">The server does not want us now; another try may go better.</exception>
    public static async Task<SmtpSession> Open(SmtpOptions server, CancellationToken patience)
    {
        var connection = new TcpClient();
        try
        {
            await connection.ConnectAsync(server.Host, server.Port, patience);
            var session = new SmtpSession(connection);
            await session.Begin(server, patience);
            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Returns when the server has taken it.</summary>
    /// <exception cref="SmtpRefusal">It has not: for good, when recipient or mail are at fault.</exception>
    public async Task Send(string from, string to, byte[] mail, CancellationToken patience)
    {
        await Command($"MAIL FROM:<{from}>", "2", patience);
        await Command($"RCPT TO:<{to}>", "2", patience, final: true);
        await Command("DATA", "354", patience, final: true);
        await lines.WriteData(mail, patience);
        await Answer("The mail", "2", patience, final: true);
    }

    /// <summary>The mail is theirs by now, so nothing that happens here matters.</summary>
    public async Task Quit()
    {
        using var patience = new CancellationTokenSource(QuitPatience);
        try
        {
            await Command("QUIT", "2", patience.Token);
        }
        catch (Exception gone) when (gone is IOException or SmtpRefusal or OperationCanceledException)
        {
            // They hung up first.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await lines.DisposeAsync();
        connection.Dispose();
    }

    private async Task Begin(SmtpOptions server, CancellationToken patience)
    {
        if (server.Security is SmtpSecurity.Tls)
            lines = await lines.Protect(server, patience);

        await Answer("The connection", "220", patience);
        await Greet(patience);
        if (server.Security is SmtpSecurity.StartTls)
        {
            if (!features.Contains("STARTTLS", StringComparer.OrdinalIgnoreCase))
                throw new SmtpRefusal($"{server} does not offer STARTTLS.", isFinal: false);

            await Command("STARTTLS", "220", patience);
            lines = await lines.Protect(server, patience);
            await Greet(patience);
        }

        if (server is { User: { } user, Password: { } password })
            await SignIn(user, password, patience);
    }

    private async Task Greet(CancellationToken patience)
    {
        var answer = await Command($"EHLO {OwnName()}", "250", patience);
        features = [.. answer.Skip(1)];
    }

    private async Task SignIn(string user, string password, CancellationToken patience)
    {
        var ways = features.FirstOrDefault(one => one.StartsWith("AUTH ", StringComparison.OrdinalIgnoreCase)) ?? "";
        if (ways.Split(' ').Contains("PLAIN", StringComparer.OrdinalIgnoreCase))
        {
            await Command($"AUTH PLAIN {Base64($"\0{user}\0{password}")}", "235", patience);
            return;
        }

        await Command("AUTH LOGIN", "334", patience);
        await Command(Base64(user), "334", patience);
        await Command(Base64(password), "235", patience);
    }

    private async Task<IReadOnlyList<string>> Command(
        string command, string expected, CancellationToken patience, bool final = false)
    {
        await lines.Write(command, patience);
        return await Answer(command.Split(' ', ':')[0], expected, patience, final);
    }

    /// <param name="what">For the message; never a secret.</param>
    /// <param name="final">Whether a refusal here (5xx) is about this mail, and no matter of when it is sent.</param>
    private async Task<IReadOnlyList<string>> Answer(
        string what, string expected, CancellationToken patience, bool final = false)
    {
        var answer = await lines.ReadAnswer(patience);
        if (answer.Code.StartsWith(expected, StringComparison.Ordinal))
            return answer.Lines;

        var name = what.Length > 20 ? "Sign-in" : what;
        throw new SmtpRefusal(
            $"{name}: {answer.Code} {string.Join(' ', answer.Lines)}", final && answer.Code.StartsWith('5'));
    }

    /// <summary>An address literal (RFC 5321 §4.1.3) is a name that every server takes.</summary>
    private string OwnName() => connection.Client.LocalEndPoint is IPEndPoint { Address: var address }
        ? address.AddressFamily is AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6
            ? $"[IPv6:{address}]"
            : $"[{address.MapToIPv4()}]"
        : "[127.0.0.1]";

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}

/// <summary>A mail server said no.</summary>
internal sealed class SmtpRefusal(string message, bool isFinal) : Exception(message)
{
    /// <summary>True when no later try would do better.</summary>
    public bool IsFinal { get; } = isFinal;
}
