using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;

namespace Shop.Bench.Rivals;

/// <summary>
/// The ceiling: all checkouts that wait become one statement and one commit. There is no timer; what comes during a
/// commit is the next batch. Two writers, so that the one inserts while the other commits.
/// </summary>
internal sealed class BatchCheckout : IDisposable
{
    private const int MostAtOnce = 1_024;
    private const int Writers = 2;

    private readonly Channel<Asked> waiting = Channel.CreateUnbounded<Asked>();
    private readonly NpgsqlDataSource source;

    public BatchCheckout(string database)
    {
        source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database)
        {
            MaxAutoPrepare = 4,
            AutoPrepareMinUsages = 1,
        });
        for (var writer = 0; writer < Writers; writer++)
            _ = Task.Run(Write);
    }

    public Task<long?> Place(long cart, Guid key)
    {
        var asked = new Asked(cart, key);
        waiting.Writer.TryWrite(asked);
        return asked.Task;
    }

    /// <summary>Ends its connections, which then tell what they did. Idle ones take ten seconds for that.</summary>
    public void Rest() => source.Clear();

    public void Dispose() => source.Dispose();

    private async Task Write()
    {
        var batch = new List<Asked>(MostAtOnce);
        while (await waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MostAtOnce && waiting.Reader.TryRead(out var asked))
                batch.Add(asked);

            if (batch.Count == 0)
                continue;

            try
            {
                var orders = await Place(batch);
                for (var at = 0; at < batch.Count; at++)
                    batch[at].SetResult(orders is null ? null : orders[at]);
            }
            catch (NpgsqlException failed)
            {
                batch.ForEach(asked => asked.TrySetException(failed));
            }
        }
    }

    /// <summary>Null when there is not enough for all of them; the bench sells what never runs out.</summary>
    private async Task<long[]?> Place(List<Asked> batch)
    {
        try
        {
            await using var command = source.CreateCommand("select checkout_all(1, $1, $2)");
            command.Parameters.Add(new NpgsqlParameter<long[]>
            {
                TypedValue = [.. batch.Select(asked => asked.Cart)],
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
            });
            command.Parameters.Add(new NpgsqlParameter<Guid[]>
            {
                TypedValue = [.. batch.Select(asked => asked.Key)],
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid,
            });
            return (long[]?)await command.ExecuteScalarAsync();
        }
        catch (PostgresException soldOut) when (soldOut.SqlState == PostgresErrorCodes.RaiseException)
        {
            return null;
        }
    }

    private sealed class Asked(long cart, Guid key)
        : TaskCompletionSource<long?>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public long Cart => cart;
        public Guid Key => key;
    }
}
