using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Shop.Catalog;

internal static class ListCategories
{
    /// <summary>There are hundreds at most, so one pass counts and pages.</summary>
    private static string Sql(string order) => $$"""
        select c.id, c.name, c.slug, c.state #>> '{details,description}' as Description, c.parent_id as ParentId,
               c.position, utc(c.state ->> 'created_at') as CreatedAt, utc(c.state ->> 'updated_at') as UpdatedAt,
               (c.state ->> 'version')::bigint as Version
        from   categories c left join categories parent on parent.id = c.parent_id
        where  (@name is null or c.name ilike @name)
               and (@parent is null or @parent in (parent.id::text, parent.slug)
                    or (@parent = 'none' and c.parent_id is null))
        order  by {{order}}, c.id
        """;

    private static readonly Dictionary<string, string> Orderings = new()
    {
        ["name"] = "c.name",
        ["position"] = "c.position",
        ["created_at"] = "CreatedAt",
    };

    internal static readonly QueryParameter[] Parameters =
    [
        new("name", "Part of the name."),
        new("parent", "Those below this one, by id or slug; none for those at the top."),
        .. QueryParameter.Pages(Orderings.Keys),
    ];

    /// <summary>Categories. <c>parent</c> takes an id, a slug, or <c>none</c> for those at the top.</summary>
    public static async Task<Results<Ok<Page<CategoryAnswer>>, ProblemHttpResult>> Handle(
        HttpContext http, NpgsqlDataSource database, CancellationToken aborted)
    {
        var query = new QueryReader(http.Request);
        var name = query.Text("name") is { } text ? Like.Contains(text) : null;
        var parent = query.Text("parent")?.ToLowerInvariant();
        var order = query.OrderBy(Orderings, "position,name");
        var page = query.Page();
        if (query.Refusal() is { } refusal)
            return refusal;

        await using var connection = await database.OpenConnectionAsync(aborted);
        var all = (await connection.QueryAsync<CategoryRow>(new CommandDefinition(
            Sql(order), new { name, parent }, cancellationToken: aborted))).AsList();
        var results = all.Skip(page.Offset).Take(page.Limit).Select(row => row.ToAnswer());
        return TypedResults.Ok(page.Of(http, all.Count, results));
    }

    private sealed record CategoryRow(
        Guid Id, string Name, string Slug, string Description, Guid? ParentId, int Position, DateTime CreatedAt,
        DateTime UpdatedAt, long Version)
    {
        public CategoryAnswer ToAnswer() =>
            new(Id, Name, Slug, Description, ParentId, Position, CreatedAt, UpdatedAt, Version);
    }
}
