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
        var waiting = batch.ToArray();
        while (waiting.Length > 0)
            await Commit(FirstOfEach(waiting, out waiting));
    }

    /// <summary>
    /// One chain a SKU. When two activations of a SKU write at the same moment, the second waits for the next
    /// transaction, where it meets what the first has stored.
    /// </summary>
    /// <remarks>
    /// Grouping is stable, so the movements of one SKU stay in the order of their versions. Sorted by SKU, two
    /// processes that write the same SKUs wait for each other instead of for ever.
    /// </remarks>
    private static StockChain[] FirstOfEach(
        Pending<StockMovement, bool>[] movements, out Pending<StockMovement, bool>[] again)
    {
        var chains = new List<StockChain>();
        var later = new List<Pending<StockMovement, bool>>();
        foreach (var sku in movements.GroupBy(pending => pending.Entry.Sku, StringComparer.Ordinal))
        {
            var lineages = sku.ToLookup(pending => pending.Entry.Lineage == sku.First().Entry.Lineage);
            chains.Add(new StockChain([.. lineages[true]]));
            later.AddRange(lineages[false]);
        }

        foreach (var broken in chains.Where(chain => chain.IsBroken))
            broken.Fail(() => Moved(broken.Sku, null));

        again = [.. later];
        return [.. chains.Where(chain => !chain.IsBroken).OrderBy(chain => chain.Sku, StringComparer.Ordinal)];
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

/// <summary>The movements of one SKU and one lineage in a batch, each on top of the one before.</summary>
internal readonly struct StockChain(Pending<StockMovement, bool>[] movements)
{
    public string Sku => movements[0].Entry.Sku;
    public ReadOnlySpan<Pending<StockMovement, bool>> Movements => movements;

    /// <summary>The version that the first movement stands on.</summary>
    public long Expected => movements[0].Entry.Version - 1;
    public StockMovement Last => movements[^1].Entry;
    public bool IsBroken => movements[0].Entry.Lineage.IsBroken;

    public void Succeed()
    {
        foreach (var movement in movements)
            movement.SetResult(true);
    }

    /// <summary>An exception for each caller, since the engine marks the one that it has dealt with.</summary>
    public void Fail(Func<Exception> exception)
    {
        movements[0].Entry.Lineage.Break();
        foreach (var movement in movements)
            movement.SetException(exception());
    }
}
