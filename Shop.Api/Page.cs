using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;

namespace Shop;

/// <summary>One page of a list.</summary>
/// <param name="Count">
/// Of all pages together; null for a list that is read by cursor, where counting costs too much.
/// </param>
/// <param name="Next">Where the next page is, or null on the last.</param>
/// <param name="Previous">Where the page before is, or null on the first and for a list that is read by cursor.</param>
/// <param name="Results">The things themselves.</param>
public sealed record Page<T>(long? Count, string? Next, string? Previous, ImmutableArray<T> Results);

/// <summary>A page asked for by number, from 1.</summary>
internal readonly record struct PageRequest(int Number, int Size)
{
    public const int DefaultSize = 20;
    public const int MaxSize = 100;

    /// <summary>Keeps the offset, and what PostgreSQL must skip for it, within reason.</summary>
    public const int MaxNumber = 10_000;

    public int Limit => Size;
    public int Offset => (Number - 1) * Size;

    /// <summary>How many the list has, if a page on which so many were found tells; else null.</summary>
    public long? CountOfAll(int found) => found < Limit && (found > 0 || Offset == 0) ? Offset + found : null;

    /// <param name="http">The request, whose other parameters the links keep.</param>
    /// <param name="count">Of all pages together.</param>
    /// <param name="results">This page's.</param>
    public Page<T> Of<T>(HttpContext http, long count, IEnumerable<T> results) =>
        Neighbours(http).Around<T>(count, [.. results]);

    /// <summary>Where the pages are that this one may lead to.</summary>
    public Neighbours Neighbours(HttpContext http) => new(
        (long)Number * Size,
        Number < MaxNumber ? Link(http, Number + 1) : null,
        Number > 1 ? Link(http, Number - 1) : null);

    private static string Link(HttpContext http, int number) =>
        http.LinkWith("page", number.ToString(CultureInfo.InvariantCulture));
}

/// <summary>The pages beside a page.</summary>
/// <param name="Before">How many things come before the next one.</param>
/// <param name="Next">Where the next one is, should there be one.</param>
/// <param name="Previous">Where the one before is, or null on the first.</param>
internal sealed record Neighbours(long Before, string? Next, string? Previous)
{
    /// <param name="count">Of all pages together.</param>
    /// <param name="results">This page's.</param>
    public Page<T> Around<T>(long count, ImmutableArray<T> results) =>
        new(count, Before < count ? Next : null, Previous, results);
}

/// <summary>The next stretch of an append-only list, asked for by where the last one ended.</summary>
/// <param name="After">The last thing of the stretch before, or null for the first.</param>
/// <param name="Limit">How many at most.</param>
internal readonly record struct CursorRequest(Cursor? After, int Limit)
{
    /// <summary>One more than asked for, to see whether there is a next page.</summary>
    public int Take => Limit + 1;

    /// <param name="http">The request, whose other parameters the link keeps.</param>
    /// <param name="rows">Up to <see cref="Take"/> rows.</param>
    /// <param name="cursor">Where a row stands in the list.</param>
    public Page<T> Of<T>(HttpContext http, IEnumerable<T> rows, Func<T, Cursor> cursor)
    {
        var all = rows.ToList();
        var results = all.Take(Limit).ToImmutableArray();
        var next = all.Count > Limit ? http.LinkWith("cursor", cursor(results[^1]).ToString()) : null;
        return new(null, next, null, results);
    }
}

internal static class PageLinks
{
    /// <summary>The address of this request, under its proper path, with one parameter set.</summary>
    public static string LinkWith(this HttpContext http, string name, string value)
    {
        var request = http.Request;
        var others = request.Query.Where(parameter => parameter.Key != name)
            .SelectMany(
                parameter => parameter.Value, (parameter, one) => KeyValuePair.Create(parameter.Key, one ?? ""));
        return UriHelper.BuildAbsolute(
            request.Scheme, request.Host, request.PathBase, request.Path,
            new QueryBuilder([.. others, KeyValuePair.Create(name, value)]).ToQueryString());
    }
}
