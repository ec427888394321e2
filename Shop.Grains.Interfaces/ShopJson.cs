using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shop;

/// <summary>How the shop writes JSON, on the wire and on disk: <c>snake_case</c> names and enum members.</summary>
public static class ShopJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Lays the shop's ways over <paramref name="options"/>, for frameworks that bring their own.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.NumberHandling = JsonNumberHandling.Strict;
        options.AllowDuplicateProperties = false;
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.General);
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
