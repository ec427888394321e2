using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Shop.Payments;

/// <summary>What came of comparing the providers' books with the orders, the newest first.</summary>
internal static class ListReconciliations
{
    private const string Sql = """
        select count(*) from reconciliations where report is not null;
        select id, day::timestamp as Day, begun_at as BegunAt, report::text as Report
        from   reconciliations
        where  report is not null
        order  by begun_at desc, id desc
        limit  @Limit offset @Offset
        """;

    internal static readonly QueryParameter[] Parameters = [.. QueryParameter.Pages()];

    public static async Task<Results<Ok<Page<ReconciliationView>>, ProblemHttpResult>> Handle(
        HttpContext http, NpgsqlDataSource database, CancellationToken aborted)
    {
        var query = new QueryReader(http.Request);
        var page = query.Page();
        if (query.Refusal() is { } refusal)
            return refusal;

        var (count, rows) = await database.Counted<ReconciliationRow>(new(
            Sql, new { page.Limit, page.Offset }, cancellationToken: aborted));
        return TypedResults.Ok(page.Of(http, count, rows.Select(row => row.ToView())));
    }

    /// <param name="Day">Null when a person asked for it.</param>
    /// <param name="Compared">How many charges of each provider that keeps books.</param>
    /// <param name="Open">How many differences a person must look at.</param>
    /// <param name="Away">Who did not answer, so that nothing is known of their charges.</param>
    public sealed record ReconciliationView(
        Guid Id, DateOnly? Day, DateTimeOffset BegunAt, ImmutableSortedDictionary<string, int> Compared, int Open,
        ImmutableArray<DifferenceView> Differences, ImmutableArray<string> Away);

    /// <param name="OrderId">Null when nobody knows.</param>
    /// <param name="Repaired">True when the order was told, and agrees now.</param>
    public sealed record DifferenceView(
        string Kind, string Provider, string PaymentRef, Guid? OrderId, string Text, bool Repaired);

    internal sealed record ReconciliationRow(Guid Id, DateTime? Day, DateTime BegunAt, string Report)
    {
        public ReconciliationView ToView()
        {
            var report = JsonSerializer.Deserialize<ReportRow>(Report, ShopJson.Options)!;
            return new(
                Id, Day is { } day ? DateOnly.FromDateTime(day) : null, BegunAt, report.Compared,
                report.Differences.Count(one => !one.Repaired), report.Differences, report.Away);
        }
    }

    private sealed record ReportRow(
        ImmutableSortedDictionary<string, int> Compared, ImmutableArray<DifferenceView> Differences,
        ImmutableArray<string> Away);
}
