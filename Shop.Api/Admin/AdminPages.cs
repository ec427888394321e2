using Dapper;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Shop.Accounts;
using Shop.Hosting;

namespace Shop.Admin;

/// <summary>The door of the back office: signing in and out, and what was done last.</summary>
internal static class AdminPages
{
    public const string Login = "/admin/login";

    private const int MaxPassword = 128;

    private const string Latest = """
        select at, coalesce(role, '') as role, action, outcome, coalesce(address, '') as address
        from   audit_log
        order  by at desc, id desc
        limit  50
        """;

    private static readonly HtmlPage Page = new("""
        body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; font: 16px/1.5 sans-serif; color: #222 }
        table { width: 100%; border-collapse: collapse }
        td, th { padding: .5rem; border-bottom: 1px solid #ddd; text-align: left }
        input { display: block; margin: .25rem 0 1rem; padding: .5rem; width: 20rem }
        """);

    public static void MapAdminPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/admin").ExcludeFromDescription();
        pages.AddEndpointFilter(TakeOwnForms);

        pages.MapGet("/", Home).ForAdmins();
        pages.MapGet("/login", Ask).ForEveryone();
        pages.MapPost("/login", SignIn).ForEveryone().SpendsFrom(Budget.Login).Audited();
        pages.MapPost("/logout", SignOut).ForAdmins();
    }

    private static async Task<ContentHttpResult> Home(
        HttpContext http, IAntiforgery forms, NpgsqlDataSource database, CancellationToken aborted)
    {
        await using var connection = await database.OpenConnectionAsync(aborted);
        var entries = await connection.QueryAsync<Entry>(new CommandDefinition(Latest, cancellationToken: aborted));
        return Page.Show(http, "Back office", Html.Of($"""
            <h1>Back office</h1>
            <p>Signed in as {http.User.FindFirst(AdminSession.EmailClaim)?.Value}.</p>
            <form method="post" action="/admin/logout">{Hidden(http, forms)}<button>Sign out</button></form>
            <h2>Done last</h2>
            <table><tr><th>Time (UTC)</th><th>Who</th><th>What</th><th>Outcome</th><th>From</th></tr>
            {Html.Join(entries.Select(Row))}</table>
            """));
    }

    private static ContentHttpResult Ask(HttpContext http, IAntiforgery forms) => Form(http, forms, refusal: null);

    private static async Task<Results<RedirectHttpResult, ContentHttpResult>> SignIn(
        HttpContext http, IAntiforgery forms, IGrainFactory grains, TimeProvider clock)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (email, password, otp) = ($"{form["email"]}", $"{form["password"]}", $"{form["otp"]}".Trim());
        if (EmailAddress.Read(email).Value is not { } address || password.Length > MaxPassword)
            return Form(http, forms, AccountErrors.InvalidCredentials);

        var credentials = new Credentials(new(password), otp.Length == 0 ? null : otp, http.Origin());
        var signedIn = await grains.EmailAddress(address).SignIn(credentials);
        if (signedIn.Value is not { } session)
            return Form(http, forms, signedIn.Error);

        http.ConcernsUser(session.User.Id);
        var id = RefreshToken.Read(session.RefreshToken).Value!.SessionId;
        if (session.User.Role is not Role.Admin)
        {
            await grains.SignIn(session.User.Id).EndSession(id);
            return Form(http, forms, AdminErrors.AdminsOnly);
        }

        await AdminSession.Begin(http, session.User, id, clock.GetUtcNow());
        return TypedResults.Redirect("/admin");
    }

    private static async Task<RedirectHttpResult> SignOut(HttpContext http, IGrainFactory grains, LiveSessions live)
    {
        await grains.SignIn(http.UserId()).EndSession(http.SessionId()!.Value);
        live.Forget(http.UserId());
        await http.SignOutAsync(AdminSession.Scheme);
        return TypedResults.Redirect(Login);
    }

    /// <summary>No post is taken that does not come from a page of ours, in the session that it was shown in.</summary>
    private static async ValueTask<object?> TakeOwnForms(
        EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var http = call.HttpContext;
        return HttpMethods.IsGet(http.Request.Method) || await IsOwn(http)
            ? await next(call)
            : AdminErrors.FormStale.ToProblem();
    }

    /// <summary>What cannot be read is no form of ours.</summary>
    private static async Task<bool> IsOwn(HttpContext http)
    {
        try
        {
            return await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http);
        }
        catch (AntiforgeryValidationException)
        {
            return false;
        }
    }

    private static ContentHttpResult Form(HttpContext http, IAntiforgery forms, Error? refusal)
    {
        if (refusal is not null)
            http.Response.StatusCode = Problems.StatusOf(refusal.Kind);
        return Page.Show(http, "Sign in", Html.Of($"""
            <h1>Back office</h1>
            <p role="alert">{refusal?.Title}</p>
            <form method="post" action="/admin/login">{Hidden(http, forms)}
            <label>E-mail <input name="email" type="email" autocomplete="username" required></label>
            <label>Password
            <input name="password" type="password" autocomplete="current-password" required></label>
            <label>Code of the second factor, where it is on
            <input name="otp" autocomplete="one-time-code"></label>
            <button>Sign in</button>
            </form>
            """));
    }

    private static Html Hidden(HttpContext http, IAntiforgery forms)
    {
        var tokens = forms.GetAndStoreTokens(http);
        return Html.Of($"""<input type="hidden" name="{tokens.FormFieldName}" value="{tokens.RequestToken}">""");
    }

    private static Html Row(Entry entry) => Html.Of($"""
        <tr><td>{entry.At:yyyy-MM-dd HH:mm:ss}</td><td>{entry.Role}</td><td>{entry.Action}</td>
        <td>{entry.Outcome}</td><td>{entry.Address}</td></tr>

        """);

    internal sealed record Entry(DateTime At, string Role, string Action, string Outcome, string Address);
}

internal static class AdminErrors
{
    public static readonly Error FormStale = Error.Malformed(
        "form_stale", "This form was not shown to you, or too long ago.", "Load the page again and repeat.");

    public static readonly Error AdminsOnly =
        Error.Unauthenticated("admins_only", "The back office is for admins.");
}
