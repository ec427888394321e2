using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Shop;

/// <summary>How the shop writes JSON, on the wire and on disk: <c>snake_case</c> names and enum members.</summary>
public static class ShopJson
{
    public static JsonSerializerOptions Options { get; } = Create(new DefaultJsonTypeInfoResolver());

    /// <summary>The same for what becomes <c>jsonb</c>: keys come in the order in which it keeps them.</summary>
    public static JsonSerializerOptions Stored { get; } =
        Create(new DefaultJsonTypeInfoResolver { Modifiers = { SortAsStored } });

    /// <summary>Lays the shop's ways over <paramref name="options"/>, for frameworks that bring their own.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.NumberHandling = JsonNumberHandling.Strict;
        options.AllowDuplicateProperties = false;
    }

    /// <summary>
    /// Has a type's keys written the shortest first, and by their bytes among those of one length. That is how
    /// <c>jsonb</c> sorts them, and what comes sorted PostgreSQL need not sort.
    /// </summary>
    public static void SortAsStored(JsonTypeInfo type)
    {
        var sorted = type.Properties.OrderBy(one => one.Name.Length).ThenBy(one => one.Name, StringComparer.Ordinal);
        foreach (var (at, property) in sorted.Index().ToArray())
            property.Order = at;
    }

    private static JsonSerializerOptions Create(IJsonTypeInfoResolver types)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.General) { TypeInfoResolver = types };
        Apply(options);
        options.MakeReadOnly();
        return options;
    }
}
