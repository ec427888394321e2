using Shop.Hosting;

namespace Shop.Notifications;

/// <summary>The mail server that takes the shop's mails.</summary>
/// <param name="Host">The mail server. Without one letters are laid into the data folder.</param>
/// <param name="Port">Where it listens; 465 for <c>tls</c> and 25 for <c>none</c>.</param>
/// <param name="Security">How the connection is protected. Nothing is sent when that cannot be had.</param>
/// <param name="User">For signing in to the mail server, never in the clear.</param>
/// <param name="Password">For signing in to the mail server, never in the clear.</param>
/// <param name="Certificate">
/// A PEM file with the authority that the server's certificate must come from; null for those this machine trusts.
/// </param>
internal sealed record SmtpOptions(
    [property: Setting("SHOP_SMTP_HOST")] string Host,
    [property: Setting("SHOP_SMTP_PORT")] int Port,
    [property: Setting("SHOP_SMTP_SECURITY")] SmtpSecurity Security,
    [property: Setting("SHOP_SMTP_USER")] string? User,
    [property: Setting("SHOP_SMTP_PASSWORD")] string? Password,
    [property: Setting("SHOP_SMTP_CERTIFICATE")] string? Certificate)
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
