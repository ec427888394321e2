using Npgsql;
using Shop.Bench.Load;

namespace Shop.Bench.Rivals;

/// <summary>A transaction a checkout: an ordinary shop, written well.</summary>
/// <remarks>
/// Requests wait in the process and not in the database: on one row two connections do best, since the one sends while
/// the other commits, and more of them only wake each other. On rows of their own more connections share a sync.
/// </remarks>
internal sealed class DirectCheckout : IDisposable
{
    private const int OnOneRow = 2;
    private const int OnManyRows = 32;

    private readonly Turns oneRow;
    private readonly Turns manyRows;

    public DirectCheckout(string database) =>
        (oneRow, manyRows) = (new Turns(database, OnOneRow), new Turns(database, OnManyRows));

    public Task<long?> OneByOne(long cart, Guid key) => oneRow.Run("select checkout(1, $1, $2)", cart, key);

    public Task<long?> UnitByUnit(long cart, Guid key) =>
        manyRows.Run("select checkout_unit(1, $1, $2, $3)", cart, key, cart - LoadPlan.FirstNumber);

    /// <inheritdoc cref="BatchCheckout.Rest"/>
    public void Rest()
    {
        oneRow.Rest();
        manyRows.Rest();
    }

    public void Dispose()
    {
        oneRow.Dispose();
        manyRows.Dispose();
    }

    private sealed class Turns(string database, int connections) : IDisposable
    {
        private readonly SemaphoreSlim turns = new(connections);
        private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database)
        {
            MaxPoolSize = connections,
            MaxAutoPrepare = 4,
            AutoPrepareMinUsages = 1,
            NoResetOnClose = true,
        });

        public async Task<long?> Run(string sql, params object[] values)
        {
            await turns.WaitAsync();
            try
            {
                await using var command = source.CreateCommand(sql);
                foreach (var value in values)
                    command.Parameters.Add(new() { Value = value });

                return await command.ExecuteScalarAsync() as long?;
            }
            finally
            {
                turns.Release();
            }
        }

        public void Rest() => source.Clear();

        public void Dispose()
        {
            source.Dispose();
            turns.Dispose();
        }
    }
}
