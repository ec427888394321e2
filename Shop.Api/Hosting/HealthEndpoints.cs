using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Shop.Hosting;

internal static class HealthEndpoints
{
    /// <summary>A balancer asks every few seconds and should not wait longer than this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("Health").ForEveryone().SpendsFrom(Budget.None);

        health.MapGet("/live", Live);
        health.MapGet("/ready", Ready);
    }

    /// <summary>The process runs.</summary>
    private static Ok<Health> Live() => TypedResults.Ok(new Health("ok"));

    /// <summary>The shop can do its work: it reaches its storage, and grains answer.</summary>
    private static async Task<Results<Ok<Health>, ProblemHttpResult>> Ready(
        NpgsqlDataSource database, IGrainFactory grains, CancellationToken aborted)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        patience.CancelAfter(Patience);
        try
        {
            await using var query = database.CreateCommand("select 1");
            await query.ExecuteScalarAsync(patience.Token);
            await grains.Pulse().Beat().WaitAsync(patience.Token);
            return TypedResults.Ok(new Health("ok"));
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            return HealthErrors.NotReady.ToProblem();
        }
    }

    /// <param name="Status">Always <c>ok</c>; anything else is a problem.</param>
    public sealed record Health(string Status);
}

internal static class HealthErrors
{
    public static readonly Error NotReady =
        Error.Unavailable("not_ready", "The shop does not reach its storage or its grains.");
}
