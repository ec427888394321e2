using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;

namespace Shop.Catalog;

/// <summary>Products as their grains stored them. A row that was read once is read again when it was written.</summary>
internal sealed class StoredProducts(NpgsqlDataSource database) : IDisposable
{
    private const int MaxBytes = 32 << 20;

    /// <summary>PostgreSQL's own name of who wrote a row: another one after every write, by whomever.</summary>
    public const string RowVersion = "xmin";

    private const string Sql = $"select id, {RowVersion}, state from products where id = any (@ids)";

    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = MaxBytes });

    /// <returns>At least as new as asked for.</returns>
    public async Task<IReadOnlyDictionary<Guid, ProductView>> Of(
        IReadOnlyList<(Guid Id, uint RowVersion)> wanted, CancellationToken aborted)
    {
        var found = new Dictionary<Guid, ProductView>(wanted.Count);
        foreach (var (id, rowVersion) in wanted)
        {
            if (known.TryGetValue<Row>(id, out var row) && row!.RowVersion == rowVersion)
                found[id] = row.View;
        }

        if (found.Count < wanted.Count)
            await Read([.. wanted.Select(one => one.Id).Where(id => !found.ContainsKey(id))], found, aborted);
        return found;
    }

    public void Dispose() => known.Dispose();

    private async Task Read(Guid[] ids, Dictionary<Guid, ProductView> found, CancellationToken aborted)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.AddWithValue("ids", ids);
        await using var rows = await command.ExecuteReaderAsync(aborted);
        while (await rows.ReadAsync(aborted))
        {
            var (id, rowVersion, state) =
                (rows.GetGuid(0), rows.GetFieldValue<uint>(1), rows.GetFieldValue<byte[]>(2));
            var view = JsonSerializer.Deserialize<StoredProduct>(state, ShopJson.Options)!.ToView();
            found[id] = known.Set(
                id, new Row(rowVersion, view), new MemoryCacheEntryOptions { Size = state.Length }).View;
        }
    }

    private sealed record Row(uint RowVersion, ProductView View);

    private sealed record StoredProduct(
        Guid Id, ProductDetails Details, ImmutableArray<StoredVariant> Variants, decimal Rating, int RatingCount,
        DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Version)
    {
        public ProductView ToView() => new(
            Id, Details.Slug!, Details, [.. Variants.Select(variant => variant.ToView(Details.Price))], Rating,
            RatingCount, CreatedAt, UpdatedAt, Version);
    }

    private sealed record StoredVariant(Guid Id, string Sku, VariantDetails Details)
    {
        public VariantView ToView(long price) =>
            new(Id, Sku, Details.Name!, Details.Price ?? price, Details.Options, Details.IsActive);
    }
}
