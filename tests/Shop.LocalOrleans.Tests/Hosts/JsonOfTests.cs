using System.Text.Json;
using Orleans.Storage;

namespace Shop.LocalOrleans.Hosts;

/// <summary>Plain JSON, the same on either host.</summary>
internal sealed class JsonOfTests : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input));

    public T? Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input);
}
