using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Shop.Catalog;

/// <summary>Products as JSON, as they were shown last.</summary>
/// <remarks>
/// One is used again only if it was made of what is to be shown now, so it is never older than that. What is not asked
/// for makes room for what is.
/// </remarks>
internal sealed class WrittenProducts(IOptions<JsonOptions> json) : IDisposable
{
    private const int MaxBytes = 64 << 20;

    private readonly MemoryCache written = new(new MemoryCacheOptions { SizeLimit = MaxBytes });

    public WrittenProduct Of(ShownProduct shown)
    {
        if (written.TryGetValue<WrittenProduct>(shown.View.Id, out var last) && last!.IsOf(shown))
            return last;

        var bytes = JsonSerializer.SerializeToUtf8Bytes(ProductAnswer.From(shown), json.Value.SerializerOptions);
        var next = new WrittenProduct(Edition.Of(shown.View), shown.Category, shown.Available, bytes);
        return written.Set(shown.View.Id, next, new MemoryCacheEntryOptions { Size = bytes.Length });
    }

    public void Dispose() => written.Dispose();
}

/// <summary>A product as JSON, and what that was made of.</summary>
internal sealed record WrittenProduct(
    Edition Edition, CategoryLink? Category, ImmutableArray<int> Available, byte[] Json) : IVersioned
{
    public long Version => Edition.Version;

    public bool IsOf(ShownProduct shown) =>
        Edition == Edition.Of(shown.View)
        && Category == shown.Category
        && Available.AsSpan().SequenceEqual(shown.Available.AsSpan());
}

/// <summary>What tells one state of a product from another.</summary>
/// <param name="Version">Grows with every edit; ratings come without one.</param>
internal readonly record struct Edition(long Version, DateTimeOffset UpdatedAt, decimal Rating, int RatingCount)
{
    public static Edition Of(ProductView view) => new(view.Version, view.UpdatedAt, view.Rating, view.RatingCount);
}
