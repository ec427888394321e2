using Npgsql;
using Orleans.Storage;
using Shop.Storage;

namespace Shop.Inventory;

/// <summary>
/// Commits a batch of movements as one statement. A SKU whose version moved on fails alone; a SKU that the database
/// refuses is found by halving the batch, SKU by SKU.
/// </summary>
internal sealed class StockWriter(CommitConnection connection)
{
    public Task Write(ReadOnlyMemory<Pending<StockMovement, bool>> batch)
    {
        // Grouping is stable, so the movements of one SKU stay in the order of their versions. Sorted by SKU, two
        // processes that write the same SKUs wait for each other instead of for ever.
        var skus = batch.ToArray()
            .GroupBy(pending => pending.Entry.Sku, StringComparer.Ordinal)
            .Select(movements => new StockChain([.. movements]))
            .OrderBy(chain => chain.Sku, StringComparer.Ordinal);
        return Commit(skus.ToArray());
    }

    private async Task Commit(ReadOnlyMemory<StockChain> chains)
    {
        try
        {
            await Send(chains);
        }
        catch (PostgresException refused) when (chains.Length is 1)
        {
            chains.Span[0].Fail(() => Moved(chains.Span[0].Sku, refused));
        }
        catch (PostgresException)
        {
            var half = chains.Length / 2;
            await Commit(chains[..half]);
            await Commit(chains[half..]);
        }
        catch (UnavailableException away)
        {
            foreach (var chain in chains.Span)
                chain.Fail(() => new UnavailableException(away.Message, away.InnerException));
        }
        catch (OutcomeUnknownException lost)
        {
            foreach (var chain in chains.Span)
                chain.Fail(() => new InconsistentStateException(lost.Message, lost));
        }
    }

    private async Task Send(ReadOnlyMemory<StockChain> chains)
    {
        await using var batch = new NpgsqlBatch();
        batch.BatchCommands.Add(StockStatement.For(chains.Span));
        string[] written = [];
        await connection.Send(batch, async (rows, _) =>
        {
            await rows.ReadAsync();
            written = rows.IsDBNull(0) ? [] : rows.GetFieldValue<string[]>(0);
        });

        var some = written.ToHashSet(StringComparer.Ordinal);
        foreach (var chain in chains.Span)
        {
            if (some.Contains(chain.Sku))
                chain.Succeed();
            else
                chain.Fail(() => Moved(chain.Sku, null));
        }
    }

    private static InconsistentStateException Moved(string sku, Exception? refused) =>
        new($"The stock of {sku} is not where this activation left it.", refused!);
}

/// <summary>The movements of one SKU in a batch, each on top of the one before.</summary>
internal readonly struct StockChain(Pending<StockMovement, bool>[] movements)
{
    public string Sku => movements[0].Entry.Sku;
    public ReadOnlySpan<Pending<StockMovement, bool>> Movements => movements;

    /// <summary>The version that the first movement stands on.</summary>
    public long Expected => movements[0].Entry.Version - 1;
    public StockMovement Last => movements[^1].Entry;

    public void Succeed()
    {
        foreach (var movement in movements)
            movement.SetResult(true);
    }

    /// <summary>An exception for each caller, since the engine marks the one that it has dealt with.</summary>
    public void Fail(Func<Exception> exception)
    {
        foreach (var movement in movements)
            movement.SetException(exception());
    }
}
