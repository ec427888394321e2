using Microsoft.AspNetCore.Http.Metadata;

namespace Shop.Hosting;

/// <summary>What binds requests is compiled with the shop; this mends what the compiler says of it.</summary>
internal static class CompiledBinding
{
    /// <summary>
    /// Of an endpoint whose parameters come in one record it says that a body of no type is taken. None is.
    /// </summary>
    public static T WithoutEmptyBodies<T>(this T endpoints) where T : IEndpointConventionBuilder
    {
        endpoints.Finally(endpoint =>
        {
            var empty = endpoint.Metadata.Where(item => item is IAcceptsMetadata { RequestType: null }).ToList();
            foreach (var body in empty)
                endpoint.Metadata.Remove(body);
        });
        return endpoints;
    }
}
