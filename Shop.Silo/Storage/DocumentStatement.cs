using Npgsql;
using NpgsqlTypes;
using static Shop.Storage.ArrayParameters;

namespace Shop.Storage;

/// <summary>Writes of one kind to one table, as one statement.</summary>
internal static class DocumentStatement
{
    public static NpgsqlBatchCommand For(ReadOnlySpan<Pending<DocumentWrite, bool>> writes)
    {
        var first = writes[0].Entry;
        var command = new NpgsqlBatchCommand(Text(first));
        var ids = new Guid[writes.Length];
        var versions = new long[writes.Length];
        for (var i = 0; i < writes.Length; i++)
            (ids[i], versions[i]) = (writes[i].Entry.Id, writes[i].Entry.Version);

        Add(command, NpgsqlDbType.Uuid, ids);
        Add(command, NpgsqlDbType.Bigint, versions);
        if (first.Kind is not DocumentWriteKind.Delete)
            AddStates(command, writes);
        if (first.Tells)
            AddMessages(command, writes);

        return command;
    }

    private static string Text(DocumentWrite write) => (write.Kind, write.Tells) switch
    {
        (DocumentWriteKind.Insert, false) => write.Table.Insert,
        (DocumentWriteKind.Insert, true) => write.Table.InsertAndTell,
        (DocumentWriteKind.Update, false) => write.Table.Update,
        (DocumentWriteKind.Update, true) => write.Table.UpdateAndTell,
        (DocumentWriteKind.Delete, _) => write.Table.Delete,
        _ => throw new InvalidOperationException($"A document cannot be written by {write.Kind}."),
    };

    private static void AddStates(NpgsqlBatchCommand command, ReadOnlySpan<Pending<DocumentWrite, bool>> writes)
    {
        var states = new byte[writes.Length][];
        for (var i = 0; i < writes.Length; i++)
            states[i] = writes[i].Entry.State;

        Add(command, NpgsqlDbType.Jsonb, states);
    }

    private static void AddMessages(NpgsqlBatchCommand command, ReadOnlySpan<Pending<DocumentWrite, bool>> writes)
    {
        List<Guid> owners = [], ids = [];
        List<string> kinds = [], bodies = [];
        List<string?> recipients = [];
        List<int> places = [];
        foreach (var write in writes)
        {
            foreach (var message in write.Entry.Messages)
            {
                owners.Add(write.Entry.Id);
                ids.Add(message.Id);
                kinds.Add(message.Kind);
                recipients.Add(message.Recipient);
                if (bodies.Count == 0 || bodies[^1] != message.Body)
                    bodies.Add(message.Body);

                places.Add(bodies.Count);
            }
        }

        Add(command, NpgsqlDbType.Uuid, owners);
        Add(command, NpgsqlDbType.Uuid, ids);
        Add(command, NpgsqlDbType.Text, kinds);
        Add(command, NpgsqlDbType.Text, recipients);
        Add(command, NpgsqlDbType.Integer, places);
        Add(command, NpgsqlDbType.Jsonb, bodies);
    }
}
