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
    /// <summary>Answers every movement: stored, or refused with all that stand on it.</summary>
    public async Task Write(ReadOnlyMemory<Pending<StockMovement, bool>> batch)
    {
        for (var waiting = batch; waiting.Length > 0;)
        {
            var chains = FirstOfEach(waiting.Span, out var again);
            waiting = again;
            await Commit(chains);
        }
    }

    /// <summary>
    /// One chain a SKU. When two activations of a SKU write at the same moment, the second waits for the next
    /// transaction, where it meets what the first has stored.
    /// </summary>
    /// <remarks>
    /// The movements of one SKU stay in the order of their versions. Sorted by SKU, two processes that write the same
    /// SKUs wait for each other instead of for ever.
    /// </remarks>
    private static StockChain[] FirstOfEach(
        ReadOnlySpan<Pending<StockMovement, bool>> movements, out Pending<StockMovement, bool>[] again)
    {
        var chains = new Dictionary<string, StockChain>(StringComparer.Ordinal);
        List<Pending<StockMovement, bool>>? later = null;
        foreach (var pending in movements)
        {
            if (!chains.TryGetValue(pending.Entry.Sku, out var chain))
                chains.Add(pending.Entry.Sku, chain = new StockChain());
            if (!chain.TryAdd(pending))
                (later ??= []).Add(pending);
        }

        foreach (var broken in chains.Values.Where(chain => chain.IsBroken))
            broken.Fail(() => Moved(broken.Sku, null));

        again = later?.ToArray() ?? [];
        return [.. chains.Values.Where(chain => !chain.IsBroken).OrderBy(chain => chain.Sku, StringComparer.Ordinal)];
    }

    private async Task Commit(ReadOnlyMemory<StockChain> chains)
    {
        if (chains.IsEmpty)
            return;

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
        catch (Exception lost)
        {
            foreach (var chain in chains.Span)
                chain.Fail(() => new InconsistentStateException(lost.Message, lost));
        }
    }

    private async Task Send(ReadOnlyMemory<StockChain> chains)
    {
        await using var batch = new NpgsqlBatch();
        batch.BatchCommands.Add(HoldsStatement.Fits(chains.Span)
            ? HoldsStatement.For(chains.Span[0])
            : StockStatement.For(chains.Span));
        string[] written = [];
        await connection.Send(batch, (rows, _) =>
        {
            rows.Read();
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
