using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop.Notifications;

/// <summary>
/// The mails of a shop without a mail server, for people (<c>/dev/mail</c>) and for scripts (<c>/dev/mail.json</c>).
/// In development only.
/// </summary>
internal static class MailPages
{
    /// <summary>What a mail brings along runs nothing, sends nothing and reaches nothing of the shop.</summary>
    private const string MailPolicy =
        "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data: https:; "
        + "frame-ancestors 'self'";

    private static readonly HtmlPage Page = new("""
        body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; font: 16px/1.5 sans-serif; color: #222 }
        table { width: 100%; border-collapse: collapse }
        td, th { padding: .5rem; border-bottom: 1px solid #ddd; text-align: left }
        iframe { width: 100%; height: 36rem; border: 1px solid #ddd; border-radius: 8px }
        pre { padding: 1rem; overflow: auto; background: #f3f3f1; border-radius: 8px; white-space: pre-wrap }
        """);

    public static void MapMailPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/dev/mail").ForEveryone().ExcludeFromDescription();

        pages.MapGet("/", List);
        pages.MapGet("/{id:guid}", Show);
        pages.MapGet("/{id:guid}/html", ShowHtml);
        pages.MapGet("/{id:guid}/source", ShowSource);
        app.MapGet("/dev/mail.json", ListJson).ForEveryone().ExcludeFromDescription();
    }

    private static async Task<ContentHttpResult> List(HttpContext http, IGrainFactory grains, string? to = null)
    {
        var mails = await grains.Mailbox().List(to);
        return Page.Show(http, "Mail", Html.Of($"""
            <h1>Mail</h1>
            <p>What the shop would have sent, the newest first.
            For scripts: <a href="/dev/mail.json">/dev/mail.json</a>, with <code>?to=</code> for one address.</p>
            <table><tr><th>Time (UTC)</th><th>To</th><th>Subject</th></tr>
            {Html.Join(mails.Select(Row))}</table>
            """));
    }

    private static async Task<Ok<IEnumerable<ListedMail>>> ListJson(IGrainFactory grains, string? to = null)
    {
        var mails = await grains.Mailbox().List(to);
        return TypedResults.Ok(mails.Select(mail =>
            new ListedMail(mail.Id, mail.At, mail.From, mail.To, mail.Subject, mail.Kind, mail.Text)));
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> Show(
        Guid id, HttpContext http, IGrainFactory grains)
    {
        var found = await grains.Mailbox().Read(id);
        if (found.Error is { } unknown)
            return unknown.ToProblem();

        var mail = found.Value!;
        return Page.Show(http, mail.Subject, Html.Of($"""
            <p><a href="/dev/mail">All mail</a></p>
            <h1>{mail.Subject}</h1>
            <table>
            <tr><th>From</th><td>{mail.From}</td></tr>
            <tr><th>To</th><td>{mail.To}</td></tr>
            <tr><th>Time (UTC)</th><td>{mail.At:yyyy-MM-dd HH:mm:ss}</td></tr>
            <tr><th>Event</th><td>{mail.Kind}</td></tr>
            </table>
            <h2>HTML</h2>
            <iframe sandbox="allow-popups" src="/dev/mail/{mail.Id}/html" title="The mail as HTML"></iframe>
            <h2>Text</h2>
            <pre>{mail.Text}</pre>
            <p><a href="/dev/mail/{mail.Id}/source">Source</a></p>
            """));
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> ShowHtml(
        Guid id, HttpContext http, IGrainFactory grains)
    {
        var found = await grains.Mailbox().Read(id);
        if (found.Error is { } unknown)
            return unknown.ToProblem();

        http.Response.Headers.ContentSecurityPolicy = MailPolicy;
        return TypedResults.Content(found.Value!.Html, "text/html; charset=utf-8");
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> ShowSource(Guid id, IGrainFactory grains)
    {
        var found = await grains.Mailbox().Read(id);
        return found.Error is { } unknown
            ? unknown.ToProblem()
            : TypedResults.Content(found.Value!.Source, "text/plain; charset=utf-8");
    }

    private static Html Row(MailView mail) => Html.Of($"""
        <tr><td>{mail.At:yyyy-MM-dd HH:mm:ss}</td><td>{mail.To}</td>
        <td><a href="/dev/mail/{mail.Id}">{mail.Subject}</a></td></tr>

        """);

    internal sealed record ListedMail(
        Guid Id, DateTimeOffset At, string From, string To, string Subject, string Kind, string Text);
}
