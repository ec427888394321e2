using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Shop.Testing;

namespace Shop.Notifications;

/// <summary>Against a mail server of somebody else's making.</summary>
public sealed class SmtpMailTests : IAsyncLifetime
{
    /// <summary>Takes what does not ask for trouble by its recipient; says a line of JSON for each.</summary>
    private const string Script = """
        const { SMTPServer } = require('smtp-server')
        const refuse = (code, text) => Object.assign(new Error(text), { responseCode: code })
        let tries = 0
        const server = new SMTPServer({
          secure: process.env.MODE === 'tls',
          hideSTARTTLS: process.env.MODE === 'plain',
          authOptional: process.env.MODE === 'plain',
          authMethods: (process.env.METHODS || 'PLAIN,LOGIN').split(','),
          key: process.env.KEY, cert: process.env.CERT, logger: false,
          onAuth: (auth, session, done) => auth.username === 'shop' && auth.password === 'pässword'
            ? done(null, { user: 'shop' }) : done(refuse(535, 'wrong password')),
          onRcptTo: (to, session, done) =>
            to.address.startsWith('nobody') ? done(refuse(550, 'no such mailbox'))
            : to.address.startsWith('busy') && tries++ === 0 ? done(refuse(450, 'mailbox busy'))
            : done(),
          onData: (stream, session, done) => {
            const parts = []
            const dies = session.envelope.rcptTo[0].address.startsWith('dies')
            stream.on('data', part => { parts.push(part); if (dies) session.dying = true })
            if (dies) { setTimeout(() => process.exit(1), 100); return }
            stream.on('end', () => {
              if (session.envelope.rcptTo[0].address.startsWith('spam')) return done(refuse(554, 'looks like spam'))
              console.log(JSON.stringify({ secure: session.secure, user: session.user,
                to: session.envelope.rcptTo.map(to => to.address), raw: Buffer.concat(parts).toString('latin1') }))
              done()
            })
          },
        })
        server.on('error', () => {})
        server.listen(0, '127.0.0.1', () => console.log(server.server.address().port))
        process.stdin.on('end', () => process.exit(0)).resume()
        """;

    private readonly string authority = Path.GetTempFileName();
    private string key = "";
    private string certificate = "";
    private Peer? server;

    public async Task InitializeAsync()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", ecdsa, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        (key, certificate) = (ecdsa.ExportPkcs8PrivateKeyPem(), made.ExportCertificatePem());
        await File.WriteAllTextAsync(authority, certificate);
    }

    public async Task DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();

        File.Delete(authority);
    }

    [Theory]
    [InlineData("starttls", "PLAIN,LOGIN")]
    [InlineData("starttls", "LOGIN")]
    [InlineData("tls", "PLAIN")]
    public async Task A_mail_is_taken_over_a_protected_connection_by_a_server_that_knows_us(string mode, string methods)
    {
        var smtp = await Start(mode, methods);
        var mail = Letters.Mail("Grüße", parts: new Paragraph("First\n.\n.second Ω"));

        Assert.Equal(Delivery.Done, await smtp.Send(mail));

        var taken = await Taken();
        Assert.True(taken.GetProperty("secure").GetBoolean());
        Assert.Equal("shop", taken.GetProperty("user").GetString());
        Assert.Equal("ada@mail.example", taken.GetProperty("to")[0].GetString());
        Assert.Equal(Encoding.ASCII.GetString(Mime.Write(mail, Letters.Options)), taken.GetProperty("raw").GetString());
    }

    [Fact]
    public async Task A_recipient_that_is_busy_is_tried_again_and_one_that_is_not_there_is_not()
    {
        var smtp = await Start("starttls");

        var busy = await smtp.Send(Letters.Mail(to: "busy@mail.example"));
        Assert.Equal((DeliveryOutcome.Failed, "RCPT: 450 mailbox busy"), (busy.Outcome, busy.Reason));
        Assert.Equal(Delivery.Done, await smtp.Send(Letters.Mail(to: "busy@mail.example")));

        var nobody = await smtp.Send(Letters.Mail(to: "nobody@mail.example"));
        Assert.Equal((DeliveryOutcome.Refused, "RCPT: 550 no such mailbox"), (nobody.Outcome, nobody.Reason));
        var spam = await smtp.Send(Letters.Mail(to: "spam@mail.example"));
        Assert.Equal(DeliveryOutcome.Refused, spam.Outcome);
    }

    [Fact]
    public async Task A_wrong_password_is_no_fault_of_the_mail()
    {
        var smtp = await Start("starttls", password: "guess");

        var delivery = await smtp.Send(Letters.Mail());

        Assert.Equal((DeliveryOutcome.Failed, "AUTH: 535 wrong password"), (delivery.Outcome, delivery.Reason));
    }

    [Fact]
    public async Task A_server_that_dies_in_the_middle_of_a_mail_has_not_taken_it()
    {
        var smtp = await Start("starttls");

        Assert.Equal(DeliveryOutcome.Failed, (await smtp.Send(Letters.Mail(to: "dies@mail.example"))).Outcome);
        Assert.Equal(DeliveryOutcome.Failed, (await smtp.Send(Letters.Mail())).Outcome);
    }

    [Fact]
    public async Task Without_STARTTLS_nothing_is_said_to_a_server_that_should_have_it()
    {
        var smtp = await Start("plain", security: SmtpSecurity.StartTls);

        var delivery = await smtp.Send(Letters.Mail());

        Assert.Equal(DeliveryOutcome.Failed, delivery.Outcome);
        Assert.Contains("does not offer STARTTLS", delivery.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_gets_no_mail_and_no_password()
    {
        var smtp = await Start("starttls", trusted: false);

        Assert.Equal(DeliveryOutcome.Failed, (await smtp.Send(Letters.Mail())).Outcome);
    }

    [Fact]
    public async Task A_server_in_the_own_house_may_do_without_protection()
    {
        var smtp = await Start("plain", security: SmtpSecurity.None);

        Assert.Equal(Delivery.Done, await smtp.Send(Letters.Mail()));
        Assert.False((await Taken()).GetProperty("secure").GetBoolean());
    }

    private async Task<SmtpMail> Start(
        string mode, string methods = "PLAIN,LOGIN", string password = "pässword", SmtpSecurity? security = null,
        bool trusted = true)
    {
        server = await Peer.Start(
            Script, ["smtp-server@3.21.6"], ("MODE", mode), ("METHODS", methods), ("KEY", key), ("CERT", certificate));
        var asked = security ?? (mode == "tls" ? SmtpSecurity.Tls : SmtpSecurity.StartTls);
        var signsIn = mode != "plain";
        return new SmtpMail(
            new SmtpOptions(
                "localhost", int.Parse(server.Address, null), asked, signsIn ? "shop" : null,
                signsIn ? password : null, trusted ? authority : null),
            Letters.Options);
    }

    private async Task<JsonElement> Taken() => JsonElement.Parse(await server!.Says());
}
