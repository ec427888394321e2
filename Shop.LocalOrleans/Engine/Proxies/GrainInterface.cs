using System.Reflection;
using Orleans.Runtime;

namespace Orleans.Engine.Proxies;

/// <summary>A grain or observer interface, and the class that implements it by sending calls.</summary>
internal sealed class GrainInterface(Type type)
{
    private readonly Lazy<ProxyFactory> proxies = new(() => ProxyEmitter.Emit(type));

    public GrainInterfaceType Name { get; } =
        GrainInterfaceType.Create(type.GetCustomAttribute<AliasAttribute>()?.Alias ?? type.FullName ?? type.Name);

    public GrainReference Refer(Silo silo, GrainId id) => proxies.Value(silo, this, id);
}

/// <summary>Makes a reference that sends its calls through <paramref name="silo"/>.</summary>
internal delegate GrainReference ProxyFactory(Silo silo, GrainInterface grainInterface, GrainId id);
