using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Shop.Notifications;

namespace Shop.Storage;

/// <summary>How states look on disk: the shop's JSON with the version of their shape, less their messages.</summary>
internal static class StateJson
{
    /// <summary>Where the version of a state's shape is kept, beside its own properties.</summary>
    private const string VersionProperty = "schema_version";

    public static byte[] Write<T>(T state) => JsonSerializer.SerializeToUtf8Bytes(state, Shape<T>.Json);

    /// <exception cref="SchemaException">It was stored in a shape that this version cannot read.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, Shape<T>.Json)
        ?? throw new JsonException($"A stored {typeof(T).Name} is null.");

    private static class Shape<T>
    {
        public static readonly JsonTypeInfo<T> Json = (JsonTypeInfo<T>)Options().GetTypeInfo(typeof(T));

        /// <remarks>
        /// PostgreSQL sorts the keys of <c>jsonb</c>, so a type discriminator may come anywhere. What is null is left
        /// out: it would be read as JSON with every write, and says no more than what is missing.
        /// </remarks>
        private static JsonSerializerOptions Options() => new(ShopJson.Options)
        {
            AllowOutOfOrderMetadataProperties = true,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver
            {
                Modifiers = { LeaveOutMessages, AddVersion, ShopJson.SortAsStored },
            },
        };

        private static void LeaveOutMessages(JsonTypeInfo type)
        {
            if (!type.Type.IsAssignableTo(typeof(ICarriesMessages)))
                return;

            var messages = type.Properties.FirstOrDefault(property =>
                property.AttributeProvider is PropertyInfo { Name: nameof(ICarriesMessages.Messages) });
            if (messages is not null)
                type.Properties.Remove(messages);
        }

        private static void AddVersion(JsonTypeInfo type)
        {
            if (type.Type != typeof(T) || type.Kind is not JsonTypeInfoKind.Object)
                return;

            var ours = typeof(T).GetCustomAttribute<StateVersionAttribute>()?.Version ?? 1;
            var property = type.CreateJsonPropertyInfo(typeof(int), VersionProperty);
            property.Get = _ => ours;
            property.Set = (_, stored) => RefuseOther(ours, (int)stored!);
            type.Properties.Add(property);
        }

        private static void RefuseOther(int ours, int stored)
        {
            if (stored != ours)
            {
                throw new SchemaException(
                    $"A {typeof(T).Name} is stored in version {stored}; this version of the shop reads {ours}.");
            }
        }
    }
}
