using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;
using Shop.Storm.Customers;

namespace Shop.Storm.Checks;

/// <summary>What the checks look at: the storm's memory, the tables, and what the shop answers in the end.</summary>
/// <param name="Record">Every answer that the shop must stand by.</param>
/// <param name="Market">What was on sale.</param>
/// <param name="Answers">What the shop says now of every order that it acknowledged; null where it knows none.</param>
/// <param name="Database">The tables.</param>
internal sealed record Evidence(
    Record Record, Market Market, IReadOnlyDictionary<Guid, JsonElement?> Answers, NpgsqlDataSource Database)
{
    private const int AtOnce = 16;

    public static async Task<Evidence> Gather(Record record, Market market, Staff staff, NpgsqlDataSource database)
    {
        var answers = new System.Collections.Concurrent.ConcurrentDictionary<Guid, JsonElement?>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce };
        await Parallel.ForEachAsync(record.Sales, options, async (sale, _) =>
        {
            var reply = await staff.Get($"/api/v1/orders/{sale.Id}");
            answers[sale.Id] = reply.Succeeded ? reply.Body : null;
        });
        return new(record, market, answers, database);
    }

    public async Task<IReadOnlyList<string>> Texts(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync();
        var texts = ImmutableArray.CreateBuilder<string>();
        while (await rows.ReadAsync())
            texts.Add(rows.GetString(0));

        return texts.ToImmutable();
    }

    /// <summary>A number for each name.</summary>
    public async Task<IReadOnlyDictionary<string, long>> Numbers(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync();
        var numbers = new Dictionary<string, long>();
        while (await rows.ReadAsync())
            numbers.Add(rows.GetString(0), rows.GetInt64(1));

        return numbers;
    }
}
