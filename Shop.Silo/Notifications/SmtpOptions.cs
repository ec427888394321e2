using Shop.Hosting;

namespace Shop.Notifications;

/// <summary>The mail server that takes the shop's mails.</summary>
/// <param name="Security">How the connection is protected. Nothing is sent when that cannot be had.</param>
/// <param name="Certificate">
/// A PEM file with the authority that the server's certificate must come from; null for those this machine trusts.
/// </param>
internal sealed record SmtpOptions(
    string Host, int Port, SmtpSecurity Security, string? User, string? Password, string? Certificate)
{
    public static SmtpOptions? Read(IConfiguration settings)
    {
        if (settings.Text("SHOP_SMTP_HOST") is not { } host)
            return null;

        var security = settings.Choice("SHOP_SMTP_SECURITY", SmtpSecurity.StartTls);
        var port = settings.Number("SHOP_SMTP_PORT", UsualPort(security), least: 1, most: 65_535);
        var (user, password) = (settings.Text("SHOP_SMTP_USER"), settings.Text("SHOP_SMTP_PASSWORD"));
        if (user is null != password is null)
            throw new CannotStartException("SHOP_SMTP_USER and SHOP_SMTP_PASSWORD go together: set both, or neither.");
        if (user is not null && security is SmtpSecurity.None)
            throw new CannotStartException("SHOP_SMTP_SECURITY is 'none': a password is never sent in the clear.");

        var certificate = settings.Text("SHOP_SMTP_CERTIFICATE");
        if (certificate is not null && !File.Exists(certificate))
            throw new CannotStartException($"SHOP_SMTP_CERTIFICATE is '{certificate}': there is no such file.");

        return new(host, port, security, user, password, certificate);
    }

    public override string ToString() => $"{Host}:{Port}";

    private static int UsualPort(SmtpSecurity security) => security switch
    {
        SmtpSecurity.Tls => 465,
        SmtpSecurity.StartTls => 587,
        _ => 25,
    };
}

internal enum SmtpSecurity
{
    /// <summary>In the clear, until STARTTLS (RFC 3207).</summary>
    StartTls,

    /// <summary>TLS from the first byte (RFC 8314).</summary>
    Tls,

    None,
}
