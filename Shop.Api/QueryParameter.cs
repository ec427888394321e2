using Microsoft.OpenApi;

namespace Shop;

/// <summary>A parameter that a list reads by its <see cref="QueryReader"/>, for the document.</summary>
/// <param name="Name">As the client writes it.</param>
/// <param name="Description">What it does to the list.</param>
/// <param name="Type">What it takes.</param>
internal sealed record QueryParameter(string Name, string Description, JsonSchemaType Type = JsonSchemaType.String)
{
    private static string Size => $"1 to {PageRequest.MaxSize}; {PageRequest.DefaultSize} unless said.";

    public static QueryParameter Whole(string name, string description) =>
        new(name, description, JsonSchemaType.Integer);

    public static QueryParameter Flag(string name, string description) =>
        new(name, description, JsonSchemaType.Boolean);

    /// <summary><c>page</c>, <c>page_size</c> and, when it can be ordered, <c>ordering</c>.</summary>
    public static QueryParameter[] Pages(params IEnumerable<string> orderings)
    {
        var names = string.Join(", ", orderings);
        QueryParameter[] pages = [Whole("page", "From 1."), Whole("page_size", Size)];
        return names.Length == 0
            ? pages
            : [.. pages, new("ordering", $"Any of {names}, with - to go down; several by comma.")];
    }

    public static QueryParameter[] Stretch() =>
        [new("cursor", "Where the last stretch ended: from its next."), Whole("limit", Size)];
}

internal static class QueryParameterExtensions
{
    /// <summary>Tells the document what the list reads.</summary>
    public static T WithQuery<T>(this T list, QueryParameter[] parameters) where T : IEndpointConventionBuilder =>
        list.WithMetadata([.. parameters]);
}
