using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Keeps the states of grains. A write with a version that is not the stored one must throw
/// <see cref="InconsistentStateException"/> and change nothing.</summary>
public interface IGrainStorage
{
    Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    Task ReadStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        ReadStateAsync(stateName, grainId, grainState);

    Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    Task WriteStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        WriteStateAsync(stateName, grainId, grainState);

    Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    Task ClearStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        ClearStateAsync(stateName, grainId, grainState);
}

/// <summary>Turns states into bytes and back.</summary>
public interface IGrainStorageSerializer
{
    BinaryData Serialize<T>(T? input);

    T? Deserialize<T>(BinaryData input);
}

/// <summary>Options of a storage whose serialiser may be chosen.</summary>
public interface IStorageProviderSerializerOptions
{
    IGrainStorageSerializer GrainStorageSerializer { get; set; }
}

/// <summary>A state names a storage that was not registered.</summary>
public sealed class BadProviderConfigException : OrleansException
{
    public BadProviderConfigException()
    {
    }

    public BadProviderConfigException(string message)
        : base(message)
    {
    }

    public BadProviderConfigException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
