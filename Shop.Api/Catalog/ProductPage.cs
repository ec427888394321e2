using System.Text.Json;

namespace Shop.Catalog;

/// <summary>
/// One page of a list, and what it had on it when it was last asked for. That is told again while the database is as
/// it was then; otherwise the page is read, once for all who ask at once.
/// </summary>
internal sealed class ProductPage
{
    /// <summary>Of a page that is kept.</summary>
    private const int MaxBytes = 512 << 10;

    private static readonly byte[] Comma = [.. ","u8];
    private static readonly byte[] End = [.. "]}"u8];

    private readonly ProductPages pages;
    private readonly Neighbours neighbours;
    private readonly SharedRead<Content> reads;
    private volatile Content? last;

    /// <param name="pages">What reading takes.</param>
    /// <param name="query">What is on it.</param>
    /// <param name="neighbours">The pages before and after it.</param>
    public ProductPage(ProductPages pages, ProductQuery query, Neighbours neighbours)
    {
        (this.pages, this.neighbours) = (pages, neighbours);
        reads = new(aborted => Read(query, aborted));
    }

    /// <returns>The parts of its JSON, as the page is now.</returns>
    public async Task<ReadOnlyMemory<byte[]>> Now(CancellationToken aborted)
    {
        var snapshot = await pages.Snapshots.Now(aborted);
        if (last is { } known && known.Snapshot == snapshot && pages.Clock.GetUtcNow() < known.CountedUntil)
            return known.Parts;

        return (await reads.Now(aborted)).Parts;
    }

    private async Task<Content> Read(ProductQuery query, CancellationToken aborted)
    {
        var snapshot = await pages.Snapshots.Last(aborted);
        var page = await pages.Reader.Read(query, aborted);
        var content = new Content(snapshot, page.Counted.Until, Write(page));
        last = content.Length <= MaxBytes ? content : null;
        return content;
    }

    /// <summary>The page without anything on it, opened where its products belong.</summary>
    private byte[][] Write(ReadPage page)
    {
        var empty = neighbours.Around<ProductAnswer>(page.Counted.Count, []);
        var parts = new List<byte[]>((2 * page.Products.Length) + 2)
        {
            JsonSerializer.SerializeToUtf8Bytes(empty, pages.Json)[..^End.Length],
        };
        foreach (var product in page.Products)
        {
            if (parts.Count > 1)
                parts.Add(Comma);
            parts.Add(product.Json);
        }

        return [.. parts, End];
    }

    /// <param name="Snapshot">Before it was read.</param>
    /// <param name="CountedUntil">When the count that it tells is to be looked up again.</param>
    /// <param name="Parts">Of its JSON.</param>
    private sealed record Content(string Snapshot, DateTimeOffset CountedUntil, byte[][] Parts)
    {
        public long Length => Parts.Sum(part => (long)part.Length);
    }
}
