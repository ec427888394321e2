using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace Shop.Hosting;

/// <summary>Where Data Protection keeps the keys of cookies: in the database, for all nodes, sealed.</summary>
internal sealed class CookieKeys(NpgsqlDataSource database, SecretBox box) : IXmlRepository
{
    private const string SelectSql = "select name, sealed from data_protection_keys order by id";

    private const string InsertSql =
        "insert into data_protection_keys (name, sealed) values ($1, $2) on conflict (name) do nothing";

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var select = database.CreateCommand(SelectSql);
        using var rows = select.ExecuteReader();
        var elements = new List<XElement>();
        while (rows.Read())
            elements.Add(Read(rows.GetString(0), rows.GetString(1)));

        return elements;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        var text = Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting));
        using var insert = database.CreateCommand(InsertSql);
        insert.Parameters.Add(new() { Value = friendlyName });
        insert.Parameters.Add(new() { Value = box.Seal(text, Purpose(friendlyName)) });
        insert.ExecuteNonQuery();
    }

    private XElement Read(string name, string text) =>
        XElement.Parse(Encoding.UTF8.GetString(box.Open(text, Purpose(name))));

    private static string Purpose(string name) => $"the cookie key {name}";
}

/// <summary>
/// Sees to it, before anything else is started, that there is a key for cookies and that the shop's secret opens what
/// is stored.
/// </summary>
/// <remarks>Nodes that start at once take turns, so that they do not make a key each.</remarks>
internal sealed class CookieKeysStart(NpgsqlDataSource database, IKeyManager keys, TimeProvider clock) : IHostedService
{
    /// <summary>As Data Protection does it by itself from the second key on.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    private const string TurnSql = "select pg_advisory_xact_lock(hashtext('data_protection_keys'))";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var turn = await connection.BeginTransactionAsync(cancellationToken);
        await using (var wait = new NpgsqlCommand(TurnSql, connection, turn))
            await wait.ExecuteNonQueryAsync(cancellationToken);

        var now = clock.GetUtcNow();
        if (!keys.GetAllKeys().Any(key => key.ExpirationDate > now && !key.IsRevoked))
            keys.CreateNewKey(now, now + Lifetime);

        await turn.CommitAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
