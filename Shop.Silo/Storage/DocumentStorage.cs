using System.Collections.Immutable;
using System.Globalization;
using Npgsql;
using Orleans.Storage;
using Shop.Notifications;

namespace Shop.Storage;

/// <summary>
/// Keeps each state as a row of the table that has the state's name, where lists and searches find it. Writes of all
/// grains of the process that come at one time share one commit.
/// </summary>
/// <remarks>
/// A write succeeds only over the version that was read, and its ETag is that version. It fails with
/// <list type="bullet">
/// <item><see cref="InconsistentStateException"/>: another activation wrote, or nobody knows whether this write was
/// stored; the engine drops the activation and the next one reads what is there.</item>
/// <item><see cref="ConstraintViolatedException"/>: a rule of the table; nothing was stored.</item>
/// <item><see cref="UnavailableException"/>: the database is away or too much waits; nothing was stored.</item>
/// </list>
/// </remarks>
internal sealed class DocumentStorage : IGrainStorage, IAsyncDisposable
{
    /// <summary>PostgreSQL writes on one core for each connection, which so many keep busy.</summary>
    private const int Crowd = 128;

    private readonly GroupCommit<DocumentKey, Document?> reads;
    private readonly GroupCommit<DocumentWrite, bool> writes;
    private readonly Bell<OutboxQueue> outbox;
    private readonly TimeProvider clock;

    public DocumentStorage(
        NpgsqlDataSource database, Func<CommitConnection> connect, Bell<OutboxQueue> outbox, TimeProvider clock)
    {
        var reader = new DocumentReader(database);
        reads = new(new(), reader.Read, reader.Read);
        writes = new(
            new(Crowd: Crowd, Patient: true), new DocumentWriter(connect()).Write, new DocumentWriter(connect()).Write);
        this.outbox = outbox;
        this.clock = clock;
    }

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var document = await reads.Add(Key(stateName, grainId));
        grainState.State = document is null ? Activator.CreateInstance<T>() : StateJson.Read<T>(document.State);
        grainState.ETag = document?.Version.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = document is not null;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var read = Version(grainState);
        var messages = (grainState.State as ICarriesMessages)?.Messages ?? [];
        var version = await Write(stateName, grainId, read, StateJson.Write(grainState.State), messages);
        grainState.ETag = version.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = Key(stateName, grainId);
        if (Version(grainState) is { } read)
            await Store(new(DocumentWriteKind.Delete, key.Table, key.Id, read, [], []), grainId);
        else if (await reads.Add(key) is not null)
            throw Conflict(key, grainId);

        grainState.State = Activator.CreateInstance<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    public async ValueTask DisposeAsync()
    {
        await writes.DisposeAsync();
        await reads.DisposeAsync();
    }

    /// <remarks>
    /// A new row begins with the time in microseconds, not with one: when a document is cleared and made again, no
    /// version of its second life was one of its first, so an activation that slept through both cannot overwrite it.
    /// </remarks>
    private async Task<long> Write(
        string stateName, GrainId grainId, long? read, byte[] state, ImmutableArray<OutboxMessage> messages)
    {
        var (table, id) = Key(stateName, grainId);
        var kind = read is null ? DocumentWriteKind.Insert : DocumentWriteKind.Update;
        var version = read ?? (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        var next = read is null ? version : version + 1;
        await Store(
            new(kind, table, id, version, state, AuditMessages.With(messages, new(table, id), next)), grainId);
        return next;
    }

    private async Task Store(DocumentWrite write, GrainId grainId)
    {
        if (!await writes.Add(write))
            throw Conflict(new(write.Table, write.Id), grainId);
        if (write.Tells)
            outbox.Ring();
    }

    private static InconsistentStateException Conflict(DocumentKey key, GrainId grainId) =>
        new($"{grainId} was written by another activation since its row in {key.Table.Name} was read.");

    private static DocumentKey Key(string stateName, GrainId grainId) =>
        grainId.TryGetGuidKey(out var id, out var extension) && extension is null
            ? new(DocumentTable.Of(stateName), id)
            : throw new ArgumentException($"{grainId} cannot keep '{stateName}' as a document: its key is no Guid.");

    private static long? Version<T>(IGrainState<T> grainState) =>
        string.IsNullOrEmpty(grainState.ETag) ? null : long.Parse(grainState.ETag, CultureInfo.InvariantCulture);
}
