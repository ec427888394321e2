using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>A grain's state: read before the grain activates, written when the grain says so.</summary>
public interface IPersistentState<TState> : IStorage<TState>;

/// <summary>Asks for the state of this name in the constructor of a grain.</summary>
/// <remarks>The name is part of the key in storage; the grain class is not. No two classes may share it.</remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute : Attribute
{
    public PersistentStateAttribute(string stateName, string? storageName = null)
    {
        ArgumentNullException.ThrowIfNull(stateName);
        StateName = stateName;
        StorageName = storageName;
    }

    public string StateName { get; }

    public string? StorageName { get; }
}
