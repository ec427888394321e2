using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Shop.Idempotency;

namespace Shop.Hosting;

/// <summary>Says in the document what the conventions add to every endpoint, so that no endpoint has to.</summary>
internal static class ApiDescription
{
    private const string Bearer = "bearer";

    private const string Introduction = """
        The API of the shop. JSON in snake_case; ids are UUIDs; times are ISO 8601 in UTC; money is whole minor units
        beside an ISO 4217 currency. A path may leave out `/v1` and may end in a slash. Whatever goes wrong is
        answered with `application/problem+json` (RFC 9457), whose `code` is stable.
        """;

    public static void DescribeConventions(this OpenApiOptions options)
    {
        options.CreateSchemaReferenceId = SchemaName;
        options.AddSchemaTransformer((schema, context, _) => Then(() => ApiSchemas.Complete(schema, context)));
        options.AddOperationTransformer((operation, context, _) => Then(() => Describe(operation, context)));
        options.AddDocumentTransformer((document, _, _) => Then(() => Describe(document)));
    }

    /// <summary>
    /// A request that is nested in its endpoints is named after them: there is an AddRequest for each.
    /// </summary>
    private static string? SchemaName(JsonTypeInfo type)
    {
        var name = OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        return name is not null
            && type.Type.DeclaringType?.Name is { } outer
            && outer.EndsWith("Endpoints", StringComparison.Ordinal)
            ? outer.Replace("Endpoints", name, StringComparison.Ordinal)
            : name;
    }

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new() { Title = "Shop", Version = "v1", Description = Introduction };
        var components = document.Components ??= new();
        components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        components.Schemas[ApiProblems.Schema] = ProblemSchema.Create();
        components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "The access_token that POST /api/v1/auth/login answers with.",
        };
        NameEachOnce(document);
    }

    private static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var endpoint = context.Description.ActionDescriptor.EndpointMetadata;
        if (!endpoint.OfType<IAllowAnonymous>().Any())
            operation.Security = [new() { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];

        if (endpoint.OfType<MethodInfo>().FirstOrDefault() is { } handler)
        {
            operation.Summary ??= HandlerComments.SummaryOf(handler);
            operation.OperationId ??= OperationName(handler);
            AddHeaders(operation, endpoint, handler);
        }

        foreach (var query in endpoint.OfType<QueryParameter>())
            AddParameter(operation, query.Name, ParameterLocation.Query, query.Type, query.Description);

        ApiProblems.Add(operation, context.Document!, endpoint);
        AddAliases(operation, context.Description.HttpMethod!, context.Description.RelativePath!);
    }

    /// <summary>As a client's method is called: <c>CartEndpoints.Add</c> is <c>cartAdd</c>.</summary>
    private static string OperationName(MethodInfo handler)
    {
        var noun = handler.DeclaringType!.Name.Replace("Endpoints", "", StringComparison.Ordinal);
        var name = handler.Name == "Handle" ? noun : noun + handler.Name;
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>One handler may answer to several methods.</summary>
    private static void NameEachOnce(OpenApiDocument document)
    {
        var named = new HashSet<string>();
        foreach (var (method, operation) in document.Paths.Values.SelectMany(path => path.Operations ?? []))
        {
            if (operation.OperationId is { } name && !named.Add(name))
                operation.OperationId = $"{name}By{method.Method[0]}{method.Method[1..].ToLowerInvariant()}";
        }
    }

    private static void AddHeaders(OpenApiOperation operation, IList<object> endpoint, MethodInfo handler)
    {
        if (endpoint.OfType<TakesIdempotencyKey>().Any())
        {
            AddParameter(operation, IdempotencyKey.Header, ParameterLocation.Header, JsonSchemaType.String,
                "1 to 255 visible ASCII characters that name this request. A repeat gets the first answer.");
        }

        if (handler.GetParameters().Any(parameter => parameter.ParameterType == typeof(IfMatch)))
        {
            AddParameter(operation, "If-Match", ParameterLocation.Header, JsonSchemaType.String,
                "The ETag that was read. If the thing has changed since, the answer is 412.");
        }
    }

    private static void AddParameter(
        OpenApiOperation operation, string name, ParameterLocation place, JsonSchemaType type, string description) =>
        (operation.Parameters ??= []).Add(new OpenApiParameter
        {
            Name = name,
            In = place,
            Description = description,
            Schema = new OpenApiSchema { Type = type },
        });

    private static void AddAliases(OpenApiOperation operation, string method, string path)
    {
        var route = path.TrimEnd('/').Replace("api/v1/", "", StringComparison.Ordinal);
        var aliases = Aliases.Table.Where(alias => alias.Leads(method, route))
            .Select(alias => $"`{method} /api/v1/{alias.From}`").ToList();
        if (aliases.Count > 0)
            operation.Description = $"{operation.Description}\n\nAlso as {string.Join(", ", aliases)}.".Trim();
    }

    private static Task Then(Action describe)
    {
        describe();
        return Task.CompletedTask;
    }
}
