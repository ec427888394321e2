using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Shop.Hosting;

/// <summary>What every problem has, for the document.</summary>
internal static class ProblemSchema
{
    public static OpenApiSchema Create() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "RFC 9457, with what the shop adds to it.",
        Required = new HashSet<string> { "type", "title", "status", "code", "trace_id" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("Identifies the problem.", "/problems/out_of_stock"),
            ["title"] = Text("For people; the same for one code.", "There is not enough in stock."),
            ["status"] = Whole("The HTTP status.", 409),
            ["detail"] = Text("For people; about this occurrence.", "2 left of MUG-BLUE."),
            ["code"] = Text("For programs; stable.", "out_of_stock"),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "What is wrong with each field, by its path.",
                AdditionalProperties = List(new OpenApiSchema { Type = JsonSchemaType.String }),
            },
            ["items"] = List(new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "One thing at fault among several.",
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["subject"] = Text("What it is about.", "MUG-BLUE"),
                    ["code"] = Text("For programs; stable.", "short_of_stock"),
                    ["message"] = Text("For people.", "2 left of MUG-BLUE."),
                    ["left"] = Whole("How many are left, where that is the point.", 2),
                },
            }),
            ["retry_after"] = Whole("Seconds to wait, as in the header of that name.", 1),
            ["trace_id"] = Text("Finds this request in the logs.", "4bf92f3577b34da6a3ce929d0e0e4736"),
        },
    };

    private static OpenApiSchema Text(string description, string example) => new()
    {
        Type = JsonSchemaType.String,
        Description = description,
        Examples = [JsonValue.Create(example)],
    };

    private static OpenApiSchema Whole(string description, int example) => new()
    {
        Type = JsonSchemaType.Integer,
        Description = description,
        Examples = [JsonValue.Create(example)],
    };

    private static OpenApiSchema List(OpenApiSchema items) => new() { Type = JsonSchemaType.Array, Items = items };
}
