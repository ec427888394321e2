using Dapper;
using Npgsql;

namespace Shop.Catalog;

/// <summary>The category that a path names.</summary>
/// <param name="Category">Its id or its slug.</param>
internal readonly record struct NamedCategory(
    string Category, IGrainFactory Grains, NpgsqlDataSource Database, CancellationToken Aborted)
{
    private const string BySlug = "select id from categories where slug = @slug";

    /// <summary>A slug that nobody has leads to a category that never was, which is not found like any other.</summary>
    public async Task<ICategoryGrain> Grain() =>
        Grains.Category(Guid.TryParse(Category, out var id) ? id : await Find(Category.ToLowerInvariant()));

    private async Task<Guid> Find(string slug)
    {
        await using var connection = await Database.OpenConnectionAsync(Aborted);
        return await connection.QuerySingleOrDefaultAsync<Guid>(
            new CommandDefinition(BySlug, new { slug }, cancellationToken: Aborted));
    }
}
