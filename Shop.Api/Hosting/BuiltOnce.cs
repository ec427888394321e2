using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Shop.Hosting;

/// <summary>
/// Endpoints that are built once. Authorization and routing each ask for all of them, and a group compiles its handlers
/// anew whenever it is asked, which was a third of a start.
/// </summary>
internal sealed class BuiltOnce(EndpointDataSource source) : EndpointDataSource
{
    private readonly Lazy<IReadOnlyList<Endpoint>> endpoints = new(() => source.Endpoints);

    public override IReadOnlyList<Endpoint> Endpoints => endpoints.Value;

    /// <summary>None comes or goes while the shop runs.</summary>
    public override IChangeToken GetChangeToken() => NullChangeToken.Singleton;
}

internal static class EndpointSources
{
    /// <summary>To be called when all is mapped.</summary>
    public static void BuildEndpointsOnce(this IEndpointRouteBuilder app)
    {
        var built = app.DataSources.Select(source => new BuiltOnce(source)).ToList();
        app.DataSources.Clear();
        built.ForEach(app.DataSources.Add);
    }
}
