using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Shop.Storage;

/// <summary>The table of one kind of document, named like the state, and the statements that work on it.</summary>
/// <remarks>
/// Every statement takes arrays, one element a document, and answers with one array: the ids it did it for. A document
/// that is missing there was stored in another version, or had no row, or had one already.
/// </remarks>
internal sealed partial class DocumentTable
{
    /// <remarks>
    /// Only messages of documents that were written. A body that several share is sent once, and each names its place.
    /// "Is true" keeps the planner from making the look-up a join, which would compare every message with every
    /// document.
    /// </remarks>
    private const string Tell = """
        , told as
        (
            insert into outbox (id, kind, recipient, body)
            select m.id, m.kind, m.recipient, $9[m.letter]
            from   unnest($4, $5, $6, $7, $8) as m (owner, id, kind, recipient, letter)
            where  (m.owner in (select id from written)) is true
            order  by m.id
            on conflict (id) do nothing
        )
        """;

    private static readonly ConcurrentDictionary<string, DocumentTable> Known = new();

    private DocumentTable(string name)
    {
        var insert = $"""
            with written as
            (
                insert into {name} (id, version, state)
                select id, version, state from unnest($1, $2, $3) as w (id, version, state)
                on conflict (id) do nothing
                returning id
            )
            """;
        var update = $"""
            with written as
            (
                update {name} d
                set    version = w.version + 1, state = w.state
                from   unnest($1, $2, $3) as w (id, version, state)
                where  d.id = w.id and d.version = w.version
                returning d.id
            )
            """;
        const string answer = "select array_agg(id) from written";

        Name = name;
        Select = $"select id, version, state from {name} where id = any ($1)";
        Insert = $"{insert} {answer}";
        InsertAndTell = $"{insert} {Tell} {answer}";
        Update = $"{update} {answer}";
        UpdateAndTell = $"{update} {Tell} {answer}";
        Delete = $"""
            with gone as
            (
                delete from {name} d using unnest($1, $2) as w (id, version)
                where  d.id = w.id and d.version = w.version
                returning d.id
            )
            select array_agg(id) from gone
            """;
    }

    public string Name { get; }

    public string Select { get; }

    public string Insert { get; }

    public string InsertAndTell { get; }

    public string Update { get; }

    public string UpdateAndTell { get; }

    public string Delete { get; }

    /// <param name="stateName">Becomes part of SQL, so it must be a plain name.</param>
    public static DocumentTable Of(string stateName) =>
        Known.GetOrAdd(stateName, static name => PlainName().IsMatch(name)
            ? new DocumentTable(name)
            : throw new ArgumentException(
                $"The state name '{name}' is no table's name: small letters, digits, underscores.", nameof(stateName)));

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,62}\z")]
    private static partial Regex PlainName();
}
