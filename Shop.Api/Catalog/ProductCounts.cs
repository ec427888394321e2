using System.Collections.Concurrent;
using Dapper;
using Npgsql;

namespace Shop.Catalog;

/// <summary>How many products a list has in all.</summary>
/// <remarks>
/// A page is read from an index in the time that a page takes, but counting takes as long as there are products. So
/// up to <see cref="Exact"/> are counted each time, and of more the last count is told: for a few seconds, and for
/// longer the longer it took, so that counting never takes more than a hundredth of the time. Only the count may lag,
/// never a page.
/// </remarks>
internal sealed class ProductCounts(NpgsqlDataSource database, TimeProvider clock)
{
    public const int Exact = 200;

    private const int MaxRemembered = 1_000;

    /// <summary>How many times as long as it took a count is told.</summary>
    private const int Worth = 100;

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
    private async Task<long> Remember(ProductFilters filters)
    {
        var now = clock.GetUtcNow();
        if (remembered.Count >= MaxRemembered)
            remembered.Clear();

        return await remembered.AddOrUpdate(
            filters.Key,
            _ => new(last => CountAll(filters, last)),
            (_, old) => IsFresh(old, now) ? old : new(last => CountAll(filters, last))).Count.Value;
    }

    private async Task<long> CountAll(ProductFilters filters, Remembered last)
    {
        var began = clock.GetTimestamp();
        var count = await Count(
            $"select count(*) from products p where {filters.Condition}", filters, CancellationToken.None);
        last.FreshUntil = clock.GetUtcNow() + Fresh + (clock.GetElapsedTime(began) * Worth);
        return count;
    }

    private static bool IsFresh(Remembered last, DateTimeOffset now) =>
        !last.Count.Value.IsCompleted || now < last.FreshUntil;

    private async Task<long> Count(string sql, ProductFilters filters, CancellationToken aborted)
    {
        await using var connection = await database.OpenConnectionAsync(aborted);
        return await connection.ExecuteScalarAsync<long>(
            new CommandDefinition(sql, filters.Values, cancellationToken: aborted));
    }

    private sealed class Remembered
    {
        public Remembered(Func<Remembered, Task<long>> count) => Count = new(() => count(this));

        /// <summary>Counted once, however many ask.</summary>
        public Lazy<Task<long>> Count { get; }

        /// <summary>Past, when the count failed.</summary>
        public DateTimeOffset FreshUntil { get; set; }
    }
}
