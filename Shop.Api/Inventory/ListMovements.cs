using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Shop.Inventory;

/// <summary>
/// The ledger of one SKU, the newest movement first. It is read on from the version where a page ended.
/// </summary>
internal static class ListMovements
{
    private const string Sql = """
        select version, kind, cause, on_hand_change as OnHandChange, reserved_change as ReservedChange, at, reason,
               by_user as By
        from   inventory_ledger
        where  sku = @sku and version < @before
        order  by version desc
        limit  @take
        """;

    internal static readonly QueryParameter[] Parameters = QueryParameter.Stretch();

    public static async Task<Results<Ok<Page<MovementView>>, ProblemHttpResult>> Handle(
        string sku, HttpContext http, NpgsqlDataSource database, IGrainFactory grains, CancellationToken aborted)
    {
        var query = new QueryReader(http.Request);
        var limit = (int)(query.Whole("limit", 1, PageRequest.MaxSize) ?? PageRequest.DefaultSize);
        var before = query.Whole("cursor", 1) ?? long.MaxValue;
        if (query.Refusal() is { } refusal)
            return refusal;
        if ((await grains.Inventory(sku).View()).Error is { } unknown)
            return unknown.ToProblem();

        await using var connection = await database.OpenConnectionAsync(aborted);
        var rows = (await connection.QueryAsync<MovementRow>(new CommandDefinition(
            Sql, new { sku = sku.ToUpperInvariant(), before, take = limit + 1 }, cancellationToken: aborted))).AsList();
        var next = rows.Count > limit ? http.LinkWith("cursor", $"{rows[limit - 1].Version}") : null;
        return TypedResults.Ok(new Page<MovementView>(null, next, null, [.. rows.Take(limit).Select(MovementView.Of)]));
    }

    /// <param name="Version">Counts the SKU's movements from 1.</param>
    /// <param name="Kind">What moved.</param>
    /// <param name="Cause">The order or command it was for.</param>
    /// <param name="OnHandChange">Units that came into or left the warehouse.</param>
    /// <param name="ReservedChange">Units that became held or free.</param>
    public sealed record MovementView(
        long Version, string Kind, Guid Cause, int OnHandChange, int ReservedChange, DateTimeOffset At,
        string? Reason, Guid? By)
    {
        internal static MovementView Of(MovementRow row) => new(
            row.Version, row.Kind, row.Cause, row.OnHandChange, row.ReservedChange, row.At, row.Reason, row.By);
    }

    internal sealed record MovementRow(
        long Version, string Kind, Guid Cause, int OnHandChange, int ReservedChange, DateTime At, string? Reason,
        Guid? By);
}
