using System.Collections.Concurrent;
using Npgsql;

namespace Shop.Catalog;

/// <summary>How many products a list has in all.</summary>
/// <remarks>
/// A page is read from an index in the time that a page takes, but counting takes as long as there are products. So
/// up to <see cref="Exact"/> are counted each time, and of more the last count is told: for a few seconds, and for
/// longer the longer it took, so that counting never takes more than a hundredth of the time. While a list is counted
/// anew, its last count is told for as long again, and nobody waits. Only the count may lag, never a page.
/// </remarks>
internal sealed class ProductCounts(NpgsqlDataSource database, TimeProvider clock)
{
    public const int Exact = 200;

    private const int MaxRemembered = 1_000;

    /// <summary>How many times as long as it took a count is told.</summary>
    private const int Worth = 100;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Remembered> remembered = new();

    public async Task<Counted> Of(ProductFilters filters, CancellationToken aborted)
    {
        var now = clock.GetUtcNow();
        if (remembered.TryGetValue(filters.Key, out var last) && last.IsFresh(now))
            return await last.Tell(now);

        var probe =
            $"select count(*) from (select from products p where {filters.Condition} limit {Exact + 1}) as first";
        var some = await Count(probe, filters, aborted);
        return some <= Exact ? new(some, DateTimeOffset.MaxValue) : await Remember(filters).Tell(now);
    }

    /// <remarks>Not cancelled with the request: others may wait for the same count.</remarks>
    private Remembered Remember(ProductFilters filters)
    {
        var now = clock.GetUtcNow();
        if (remembered.Count >= MaxRemembered)
            remembered.Clear();

        return remembered.AddOrUpdate(
            filters.Key,
            _ => new(() => CountAll(filters), former: null),
            (_, old) => old.IsFresh(now) ? old : new(() => CountAll(filters), former: old.Known));
    }

    private async Task<Known> CountAll(ProductFilters filters)
    {
        var began = clock.GetTimestamp();
        var count = await Count(
            $"select count(*) from products p where {filters.Condition}", filters, CancellationToken.None);
        return new(count, clock.GetUtcNow(), Fresh + (clock.GetElapsedTime(began) * Worth));
    }

    private async Task<long> Count(string sql, ProductFilters filters, CancellationToken aborted)
    {
        await using var command = filters.Ask(database, sql);
        return (long)(await command.ExecuteScalarAsync(aborted))!;
    }

    /// <param name="At">When it was counted.</param>
    /// <param name="Lasts">How long it is told, before it is counted again.</param>
    private sealed record Known(long Count, DateTimeOffset At, TimeSpan Lasts)
    {
        public bool IsFresh(DateTimeOffset now) => now < At + Lasts;

        public bool IsBetterThanWaiting(DateTimeOffset now) => now < At + (2 * Lasts);
    }

    /// <param name="count">Counts, once, however many ask.</param>
    /// <param name="former">What was counted before.</param>
    private sealed class Remembered(Func<Task<Known>> count, Known? former)
    {
        private readonly Lazy<Task<Known>> count = new(count);

        /// <summary>Null while it is not counted, and when that failed.</summary>
        public Known? Known { get; private set; }

        public bool IsFresh(DateTimeOffset now) =>
            Known?.IsFresh(now) ?? !(count.IsValueCreated && count.Value.IsCompleted);

        public async Task<Counted> Tell(DateTimeOffset now)
        {
            if (!count.Value.IsCompleted && former is not null && former.IsBetterThanWaiting(now))
                return new(former.Count, now);

            var known = Known = await count.Value;
            return new(known.Count, known.At + known.Lasts);
        }
    }
}

/// <summary>How many there are.</summary>
/// <param name="Until">When to ask again, even if nothing changed.</param>
internal readonly record struct Counted(long Count, DateTimeOffset Until);
