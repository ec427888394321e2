namespace Shop.Catalog;

/// <param name="ParentId">The category it is in; null at the top.</param>
/// <param name="Position">Its place among its siblings.</param>
/// <param name="Version">Its entity tag.</param>
public sealed record CategoryAnswer(
    Guid Id, string Name, string Slug, string Description, Guid? ParentId, int Position, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt, long Version) : IVersioned
{
    internal static CategoryAnswer From(CategoryView view) => new(
        view.Id, view.Details.Name, view.Slug, view.Details.Description, view.Details.ParentId, view.Details.Position,
        view.CreatedAt, view.UpdatedAt, view.Version);
}
