namespace Orleans.Runtime;

/// <summary>One activation of a grain, seen from the grain.</summary>
public interface IGrainContext : IEquatable<IGrainContext>
{
    GrainReference GrainReference { get; }

    GrainId GrainId { get; }

    object? GrainInstance { get; }

    ActivationId ActivationId { get; }

    /// <summary>A scope of services that lives as long as the activation.</summary>
    IServiceProvider ActivationServices { get; }

    IGrainLifecycle ObservableLifecycle { get; }

    /// <summary>Completes when the activation is gone. Awaiting it inside the grain never ends.</summary>
    Task Deactivated { get; }

    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}

/// <summary>The activation whose turn the caller runs in.</summary>
public interface IGrainContextAccessor
{
    IGrainContext GrainContext { get; }
}

/// <summary>Tells activations of one grain apart.</summary>
public readonly record struct ActivationId(Guid Key)
{
    public static ActivationId NewId() => new(Guid.CreateVersion7());

    public override string ToString() => $"@{Key:N}";
}
