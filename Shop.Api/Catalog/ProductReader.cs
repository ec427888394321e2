using System.Collections.Immutable;
using Npgsql;

namespace Shop.Catalog;

/// <summary>Reads pages of products.</summary>
internal sealed class ProductReader(
    NpgsqlDataSource database, StoredProducts stored, WrittenProducts written, ProductCounts counts)
{
    public async Task<ReadPage> Read(ProductQuery query, CancellationToken aborted)
    {
        var found = await Find(query, aborted);
        var views = await stored.Of([.. found.Select(row => (row.Id, row.RowVersion))], aborted);
        var products = found.Where(row => views.ContainsKey(row.Id))
            .Select(row => written.Of(row.Shown(views[row.Id])))
            .ToImmutableArray();
        var counted = query.Page.CountOfAll(found.Count) is { } exactly
            ? new Counted(exactly, DateTimeOffset.MaxValue)
            : await counts.Of(query.Filters, aborted);
        return new(products, counted);
    }

    private async Task<List<Row>> Find(ProductQuery query, CancellationToken aborted)
    {
        await using var command = query.Ask(database);
        await using var rows = await command.ExecuteReaderAsync(aborted);
        var found = new List<Row>(query.Page.Limit);
        while (await rows.ReadAsync(aborted))
        {
            found.Add(new(
                rows.GetGuid(0),
                rows.GetFieldValue<uint>(1),
                rows.IsDBNull(3) ? null : new(rows.GetGuid(2), rows.GetString(3), rows.GetString(4)),
                rows.IsDBNull(5) ? [] : rows.GetFieldValue<Guid[]>(5),
                rows.IsDBNull(6) ? [] : rows.GetFieldValue<int[]>(6)));
        }

        return found;
    }

    /// <param name="RowVersion">See <see cref="StoredProducts.RowVersion"/>.</param>
    /// <param name="Variants">Whose stock is known; in no order, and removed ones are among them.</param>
    /// <param name="Available">Pieces of each of those.</param>
    private sealed record Row(Guid Id, uint RowVersion, CategoryLink? Category, Guid[] Variants, int[] Available)
    {
        public ShownProduct Shown(ProductView view)
        {
            var available = new int[view.Variants.Length];
            for (var i = 0; i < available.Length; i++)
            {
                var at = Array.IndexOf(Variants, view.Variants[i].Id);
                available[i] = at < 0 ? 0 : Available[at];
            }

            return new(view, Category, [.. available]);
        }
    }
}

/// <summary>What is on a page, and how many there are on all of them.</summary>
internal sealed record ReadPage(ImmutableArray<WrittenProduct> Products, Counted Counted);
