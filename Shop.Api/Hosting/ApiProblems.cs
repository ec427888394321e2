using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;

namespace Shop.Hosting;

/// <summary>The problems that an operation may answer with, as far as its shape tells.</summary>
internal static class ApiProblems
{
    public const string Schema = "Problem";

    public static void Add(OpenApiOperation operation, OpenApiDocument document, IList<object> endpoint)
    {
        var parameters = operation.Parameters ?? [];
        if (!endpoint.OfType<IAllowAnonymous>().Any())
            Add("401", "No access token, or not a good one.");
        if (endpoint.OfType<IAuthorizeData>().Any(policy => policy.Policy is not null))
            Add("403", "Not with this role.");
        if (parameters.Any(parameter => parameter.In is ParameterLocation.Path))
            Add("404", "There is no such thing, or it is somebody else's.");
        if (parameters.Any(parameter => parameter.Name == "If-Match"))
            Add("412", "It has changed since it was read.");
        if (operation.RequestBody is not null || parameters.Any(parameter => parameter.In is ParameterLocation.Query))
            Add("422", "Values that cannot be accepted; errors names them.");
        Add("default", "Any other problem.");

        void Add(string status, string description) => (operation.Responses ??= [])[status] = new OpenApiResponse
        {
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(Schema, document) },
            },
        };
    }
}
