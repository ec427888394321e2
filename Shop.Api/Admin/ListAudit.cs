using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Shop.Admin;

/// <summary>What staff did and how people signed in, the newest first.</summary>
internal static class ListAudit
{
    private const string Sql = """
        select id, at, actor, role, action, subject, outcome, address, trace
        from   audit_log
        where  (@actor::uuid is null or actor = @actor)
        and    (@subject::text is null or subject = @subject)
        and    (@like::text is null or action like @like)
        and    (@since::timestamptz is null or at >= @since)
        and    (@at::timestamptz is null or (at, id) < (@at, @id))
        order  by at desc, id desc
        limit  @take
        """;

    private static readonly QueryParameter[] Parameters =
    [
        new("actor", "Only what this user did."),
        new("subject", "Only what was done to this: a path, or a row, as orders/id."),
        new("action", "Only actions with this in their method and route."),
        new("since", "Only from this moment on."),
        .. QueryParameter.Stretch(),
    ];

    public static void MapAudit(this IEndpointRouteBuilder app) =>
        app.MapGet("/admin/audit", Handle).WithTags("Audit").WithQuery(Parameters).ForAdmins();

    private static async Task<Results<Ok<Page<AuditView>>, ProblemHttpResult>> Handle(
        HttpContext http, NpgsqlDataSource database, CancellationToken aborted)
    {
        var query = new QueryReader(http.Request);
        var (actor, subject, action) = (query.Id("actor"), query.Text("subject"), query.Text("action"));
        var (since, page) = (query.Time("since"), query.Cursor());
        if (query.Refusal() is { } refusal)
            return refusal;

        var (take, at, id) = (page.Take, page.After?.At, page.After?.Id);
        var like = action is null ? null : Like.Contains(action);
        var values = new { actor, subject, like, since, at, id, take };
        await using var connection = await database.OpenConnectionAsync(aborted);
        var rows = await connection.QueryAsync<AuditRow>(
            new CommandDefinition(Sql, values, cancellationToken: aborted));
        return TypedResults.Ok(page.Of(http, rows.Select(AuditView.Of), view => new Cursor(view.At, view.Id)));
    }

    /// <param name="Actor">Who; null when nobody had signed in.</param>
    /// <param name="Outcome">A status, or the version that a changed row has since.</param>
    /// <param name="Trace">The same for all entries of one request.</param>
    public sealed record AuditView(
        Guid Id, DateTimeOffset At, Guid? Actor, string? Role, string Action, string Subject, string Outcome,
        string? Address, string? Trace)
    {
        internal static AuditView Of(AuditRow row) => new(
            row.Id, row.At, row.Actor, row.Role, row.Action, row.Subject, row.Outcome, row.Address, row.Trace);
    }

    internal sealed record AuditRow(
        Guid Id, DateTime At, Guid? Actor, string? Role, string Action, string Subject, string Outcome,
        string? Address, string? Trace);
}
