using System.Collections.Concurrent;
using Dapper;
using Npgsql;

namespace Shop.Catalog;

/// <summary>How many products a list has in all.</summary>
/// <remarks>
/// A page is read from an index in the time that a page takes, but counting takes as long as there are products. So
/// up to <see cref="Exact"/> are counted each time, and of more the last count is told, a few seconds old at most
/// before it is taken anew. Only the count may lag, never a page.
/// </remarks>
internal sealed class ProductCounts(NpgsqlDataSource database, TimeProvider clock)
{
    public const int Exact = 1_000;

    private const int MaxRemembered = 1_000;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Remembered> remembered = new();

    public async Task<long> Of(ProductFilters filters, CancellationToken aborted)
    {
        if (remembered.TryGetValue(filters.Key, out var last) && IsFresh(last, clock.GetUtcNow()))
            return await last.Count.Value;

        var probe =
            $"select count(*) from (select from products p where {filters.Condition} limit {Exact + 1}) as first";
        var some = await Count(probe, filters, aborted);
        return some <= Exact ? some : await Remember(filters);
    }

    /// <remarks>Not cancelled with the request: others may wait for the same count.</remarks>
    private Task<long> Remember(ProductFilters filters)
    {
        var now = clock.GetUtcNow();
        if (remembered.Count >= MaxRemembered)
            remembered.Clear();

        return remembered.AddOrUpdate(
            filters.Key,
            _ => new(now, Start()),
            (_, old) => IsFresh(old, now) ? old : new(now, Start())).Count.Value;

        Lazy<Task<long>> Start() =>
            new(() => Count(
            $"select count(*) from products p where {filters.Condition}", filters, CancellationToken.None));
    }

    private static bool IsFresh(Remembered last, DateTimeOffset now) =>
        now - last.Since < Fresh && !last.Count.Value.IsFaulted;

    private async Task<long> Count(string sql, ProductFilters filters, CancellationToken aborted)
    {
        await using var connection = await database.OpenConnectionAsync(aborted);
        return await connection.ExecuteScalarAsync<long>(
            new CommandDefinition(sql, filters.Values, cancellationToken: aborted));
    }

    private sealed record Remembered(DateTimeOffset Since, Lazy<Task<long>> Count);
}
