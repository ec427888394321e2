using Dapper;
using Npgsql;

namespace Shop.Catalog;

internal static class PictureEndpoints
{
    /// <summary>Of a removed product too, for old orders show it; one that goes by its slug now comes first.</summary>
    private const string Sql = """
        select state #>> '{details,name}' as Name, state #>> '{variants,0,details,options,colour}' as Colour
        from   products
        where  slug = @slug
        order  by is_removed, created_at desc
        limit  1
        """;

    /// <summary>A picture runs nothing and asks for nothing, even when it is opened by itself.</summary>
    private const string Policy = "default-src 'none'; frame-ancestors 'none'; sandbox";

    public static void MapPictures(this IEndpointRouteBuilder app)
    {
        app.MapGet("/media/products/{slug}.svg", Draw).ExcludeFromDescription().ForEveryone();
    }

    private static async Task<IResult> Draw(
        string slug, NpgsqlDataSource database, HttpResponse response, CancellationToken aborted)
    {
        await using var connection = await database.OpenConnectionAsync(aborted);
        var product = await connection.QuerySingleOrDefaultAsync<Drawn>(
            new CommandDefinition(Sql, new { slug }, cancellationToken: aborted));
        if (product is null)
            return CatalogErrors.ProductNotFound.ToProblem();

        response.Headers.CacheControl = "public, max-age=3600";
        response.Headers.ContentSecurityPolicy = Policy;
        var picture = ProductPicture.Draw(slug, product.Name, product.Colour);
        return TypedResults.Text(picture, "image/svg+xml; charset=utf-8");
    }

    private sealed record Drawn(string Name, string? Colour);
}
