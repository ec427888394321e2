using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Shop;

/// <summary>How request bodies are read: strictly, so that a client learns of its mistake and not of a guess.</summary>
internal static class ApiJson
{
    public static void Apply(JsonSerializerOptions options)
    {
        ShopJson.Apply(options);
        options.PropertyNameCaseInsensitive = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.Converters.Add(new StorableText());
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver())
            .WithAddedModifier(RefuseNullElements);
    }

    /// <summary>
    /// Annotations say whether a property may be null; of a list's elements the serialiser knows nothing.
    /// </summary>
    private static void RefuseNullElements(JsonTypeInfo type)
    {
        if (type is not { Kind: JsonTypeInfoKind.Enumerable, ElementType.IsValueType: false })
            return;

        type.OnDeserialized = list =>
        {
            if (((IEnumerable)list).Cast<object?>().Contains(null))
                throw new JsonException();
        };
    }

    /// <summary>PostgreSQL keeps no NUL in a text; better refused at the door than failed at the disk.</summary>
    private sealed class StorableText : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            var text = reader.GetString();
            return text is null || !text.Contains('\0', StringComparison.Ordinal)
                ? text
                : throw new JsonException();
        }

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value);

        public override string ReadAsPropertyName(
            ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            Read(ref reader, type, options)!;

        public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value);
    }
}
