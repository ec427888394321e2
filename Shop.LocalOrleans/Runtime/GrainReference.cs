using Orleans.Engine;
using Orleans.Engine.Activations;
using Orleans.Engine.Calls;
using Orleans.Engine.Proxies;

namespace Orleans.Runtime;

/// <summary>
/// The address of a grain, which may be kept, compared and passed on. The classes that implement grain interfaces by
/// sending calls derive from it; <see cref="ProxyEmitter"/> makes them.
/// </summary>
public class GrainReference : IAddressable, IEquatable<GrainReference>
{
    internal GrainReference(Silo silo, GrainInterface? grainInterface, GrainId grainId)
    {
        Silo = silo;
        Interface = grainInterface;
        GrainId = grainId;
    }

    public GrainId GrainId { get; }

    public GrainInterfaceType InterfaceType => Interface?.Name ?? default;

    public virtual string InterfaceName => InterfaceType.ToString();

    internal Silo Silo { get; }

    internal GrainInterface? Interface { get; }

    /// <summary>Who took our last call, so that the next one need not look for it.</summary>
    internal Receiver? Receiver { get; set; }

    public virtual TGrainInterface Cast<TGrainInterface>()
        where TGrainInterface : IAddressable =>
        (TGrainInterface)(IAddressable)Silo.Refer(typeof(TGrainInterface), GrainId);

    public uint GetUniformHashCode() => GrainId.GetUniformHashCode();

    public bool Equals(GrainReference? other) => other is not null && GrainId == other.GrainId;

    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    public override int GetHashCode() => GrainId.GetHashCode();

    public sealed override string ToString() => $"GrainReference:{GrainId}:{InterfaceType}";

    public static bool operator ==(GrainReference? left, GrainReference? right) => Equals(left, right);

    public static bool operator !=(GrainReference? left, GrainReference? right) => !Equals(left, right);

    /// <summary>Sends a call without a result. Emitted methods end here.</summary>
    internal Task Send(ActionInvocation call, GrainMethod method)
    {
        var answered = method.IsOneWay ? Task.CompletedTask : call.Promise();
        Silo.Send(this, call, method);
        return answered;
    }

    /// <summary>Sends a call with a result. Emitted methods end here.</summary>
    internal Task<T> Send<T>(FunctionInvocation<T> call, GrainMethod method)
    {
        Silo.Send(this, call, method);
        return call.Promise();
    }
}
