using Orleans.Engine.Activations;
using Orleans.Runtime;

namespace Orleans;

/// <summary>The class that grains derive from. The host makes it, one instance an activation.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    protected Grain()
        : this(Activation.Current!)
    {
    }

    protected Grain(IGrainContext grainContext) => GrainContext = grainContext;

    public IGrainContext GrainContext { get; }

    public GrainReference GrainReference => GrainContext.GrainReference;

    public string IdentityString => GrainContext.GrainId.ToString();

    public string RuntimeIdentity => Own.Silo.Name;

    protected IGrainFactory GrainFactory => Own.Silo.Factory;

    protected internal IServiceProvider ServiceProvider => GrainContext.ActivationServices;

    private Activation Own =>
        GrainContext as Activation
            ?? throw new InvalidOperationException($"{GetType()} was made outside of the grain host.");

    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>Ends this activation when the calls it runs have ended.</summary>
    protected void DeactivateOnIdle() => GrainBaseExtensions.DeactivateOnIdle(this);

    /// <summary>Keeps an idle activation at least this long.</summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => Own.DelayDeactivation(timeSpan);
}
