using Orleans.Storage;

namespace Shop.Storage;

/// <summary>Writes private state as the documents are written, whichever engine runs the grains.</summary>
internal sealed class StateSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => new(StateJson.Write(input!));

    public T Deserialize<T>(BinaryData input) => StateJson.Read<T>(input.ToMemory().Span);
}
