using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Shop.Hosting;

/// <summary>
/// Adds to the schemas what the framework cannot see: text, limits, and examples by the property's name.
/// </summary>
internal static class ApiSchemas
{
    private const string Id = "01980f3a-7c1e-7b52-9f6d-2f4b8f0a6c11";
    private const string Time = "2026-01-31T09:30:00+00:00";

    private static readonly FrozenDictionary<string, JsonNode> ByName = new Dictionary<string, JsonNode>
    {
        ["email"] = "ada@example.com",
        ["password"] = "correct horse battery",
        ["confirm_password"] = "correct horse battery",
        ["first_name"] = "Ada",
        ["last_name"] = "Byron",
        ["phone_number"] = "+441632960123",
        ["date_of_birth"] = "1985-12-10",
        ["recipient"] = "Ada Byron",
        ["line1"] = "12 St James's Square",
        ["city"] = "London",
        ["postal_code"] = "SW1Y 4JH",
        ["country"] = "GB",
        ["phone"] = "+441632960123",
        ["sku"] = "MUG-BLUE",
        ["quantity"] = 2,
        ["price"] = 4999,
        ["unit_price"] = 4999,
        ["line_total"] = 9998,
        ["total"] = 9998,
        ["expected_total"] = 9998,
        ["amount"] = 9998,
        ["currency"] = "USD",
        ["slug"] = "blue-mug",
        ["reason"] = "Ordered by mistake.",
        ["carrier"] = "Royal Mail",
        ["tracking_number"] = "AB123456789GB",
        ["version"] = 7,
    }.ToFrozenDictionary();

    public static void Complete(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        // Texts have a converter of the shop's own, which the framework takes for something unknown.
        if (context.JsonTypeInfo.Type == typeof(string))
            schema.Type = (schema.Type ?? 0) | JsonSchemaType.String;

        if (context.JsonPropertyInfo is not { } property)
            return;

        if (context.JsonTypeInfo.Type == typeof(string) && property.IsSetNullable && property.IsGetNullable)
            schema.Type |= JsonSchemaType.Null;
        if (property.AssociatedParameter?.AttributeProvider is { } parameter)
            AddLimits(schema, parameter.GetCustomAttributes(inherit: true));
        if (schema.Examples is not { Count: > 0 } && For(property) is { } example)
            schema.Examples = [example];
    }

    /// <summary>
    /// A record's limits stand on the parameters of its constructor; the framework looks at properties.
    /// </summary>
    private static void AddLimits(OpenApiSchema schema, object[] attributes)
    {
        foreach (var attribute in attributes)
        {
            if (attribute is StringLengthAttribute length)
                (schema.MinLength, schema.MaxLength) = (length.MinimumLength, length.MaximumLength);
            if (attribute is RangeAttribute range)
                (schema.Minimum, schema.Maximum) = (Number(range.Minimum), Number(range.Maximum));
        }
    }

    private static string? Number(object limit) => Convert.ToString(limit, CultureInfo.InvariantCulture);

    private static JsonNode? For(JsonPropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type == typeof(Guid) ? Id
            : type == typeof(DateTimeOffset) ? Time
            : Fits(type) && ByName.TryGetValue(property.Name, out var example) ? example.DeepClone()
            : null;
    }

    /// <summary>A word may also name a thing with parts, which shows its own examples.</summary>
    private static bool Fits(Type type) =>
        type.IsPrimitive || type == typeof(string) || type == typeof(DateOnly);
}
