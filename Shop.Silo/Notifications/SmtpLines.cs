using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Shop.Notifications;

/// <summary>The lines that go to and come from a mail server.</summary>
internal sealed class SmtpLines(Stream stream) : IAsyncDisposable
{
    private const int LongestLine = 4_096;
    private const int MostLines = 100;

    private static readonly byte[] End = ".\r\n"u8.ToArray();

    private readonly byte[] buffer = new byte[LongestLine];
    private int from;
    private int to;

    /// <summary>The same conversation under TLS. The certificate must be the host's, from whom we trust.</summary>
    public async Task<SmtpLines> Protect(SmtpOptions server, CancellationToken patience)
    {
        // What was sent before the handshake must not be taken for what is sent after it.
        if (from != to)
            throw new SmtpRefusal($"{server} spoke before the connection was protected.", isFinal: false);

        var tls = new SslStream(stream);
        var options = new SslClientAuthenticationOptions { TargetHost = server.Host };
        if (server.Certificate is { } authority)
            options.CertificateChainPolicy = TrustOnly(authority);

        await tls.AuthenticateAsClientAsync(options, patience);
        return new(tls);
    }

    public async Task Write(string line, CancellationToken patience)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), patience);
        await stream.FlushAsync(patience);
    }

    /// <summary>A dot at the start of a line would end the mail, so it gets another.</summary>
    public async Task WriteData(byte[] mail, CancellationToken patience)
    {
        using var stuffed = new MemoryStream(mail.Length + 64);
        var last = (byte)'\n';
        foreach (var one in mail)
        {
            if (one == '.' && last == '\n')
                stuffed.WriteByte(one);

            stuffed.WriteByte(last = one);
        }

        stuffed.Write(End);
        await stream.WriteAsync(stuffed.ToArray(), patience);
        await stream.FlushAsync(patience);
    }

    /// <summary>All lines of one answer, less their code.</summary>
    public async Task<SmtpAnswer> ReadAnswer(CancellationToken patience)
    {
        var lines = new List<string>();
        while (lines.Count < MostLines)
        {
            var line = await ReadLine(patience);
            if (line.Length < 3 || !line[..3].All(char.IsAsciiDigit))
                throw new IOException("this is no mail server.");

            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] == ' ')
                return new(line[..3], lines);
        }

        throw new IOException("it answers without end.");
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private async Task<string> ReadLine(CancellationToken patience)
    {
        var line = new StringBuilder();
        while (line.Length < LongestLine)
        {
            if (from == to)
            {
                (from, to) = (0, await stream.ReadAsync(buffer, patience));
                if (to == 0)
                    throw new IOException("it hung up.");
            }

            var next = (char)buffer[from++];
            if (next == '\n')
                return line.ToString().TrimEnd('\r');

            line.Append(char.IsAscii(next) ? next : '?');
        }

        throw new IOException("it sends a line without end.");
    }

    private static X509ChainPolicy TrustOnly(string authority)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPemFile(authority);
        return policy;
    }
}

/// <param name="Code">Three digits: 2 and 3 are yes, 4 is not now, 5 is no.</param>
internal sealed record SmtpAnswer(string Code, IReadOnlyList<string> Lines);
