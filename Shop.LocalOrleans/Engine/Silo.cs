using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Engine.Activations;
using Orleans.Engine.Calls;
using Orleans.Engine.Classes;
using Orleans.Runtime;

namespace Orleans.Engine;

/// <summary>All grains of the process: finds or makes what stands behind an id and gives it the calls.</summary>
internal sealed class Silo(
    IServiceProvider services, GrainCatalog catalog, ILogger<Silo> log, TimeProvider time)
{
    private readonly ConcurrentDictionary<GrainId, Receiver> receivers = new();
    private volatile bool isStopping;

    public string Name { get; } = Environment.MachineName;

    public IServiceProvider Services { get; } = services;

    public GrainCatalog Catalog { get; } = catalog;

    public ILogger Log { get; } = log;

    public TimeProvider Time { get; } = time;

    public GrainCollectionOptions Collection { get; } =
        services.GetRequiredService<IOptions<GrainCollectionOptions>>().Value;

    public TimeSpan ResponseTimeout { get; } =
        services.GetRequiredService<IOptions<SiloMessagingOptions>>().Value.ResponseTimeout;

    public GrainFactory Factory => field ??= new GrainFactory(this);

    public IEnumerable<Receiver> Receivers => receivers.Select(pair => pair.Value);

    public GrainReference Refer(Type grainInterface, GrainId id) => Catalog.Interface(grainInterface).Refer(this, id);

    public void Send(GrainReference target, Invocation call, GrainMethod method)
    {
        var timeout = method.ResponseTimeout ?? ResponseTimeout;
        var source = Activation.Current;
        call.Address(target, method, source, Environment.TickCount64 + (long)timeout.TotalMilliseconds);

        if (isStopping && source is null)
            call.End(null, new SiloUnavailableException("The silo is stopping and takes no further calls."));
        else
            Deliver(call);
    }

    public void Deliver(Invocation call)
    {
        if (call.IsAbandoned)
            return;

        var target = call.Target;
        // Read once: other callers of the same reference may put a living receiver in the place of one that is gone.
        for (var receiver = target.Receiver; receiver?.Receive(call) is not true; target.Receiver = receiver)
        {
            if (receiver is not null)
                Remove(target.GrainId, receiver);

            receiver = FindOrMake(target.GrainId);
            if (receiver is null)
            {
                call.End(null, new ClientNotAvailableException(target.GrainId));
                return;
            }
        }
    }

    public Receiver? Find(GrainId id) => receivers.GetValueOrDefault(id);

    public void Add(GrainId id, Observer observer) => receivers[id] = observer;

    public void Remove(GrainId id, Receiver receiver) => receivers.TryRemove(new(id, receiver));

    /// <summary>From now on only calls are taken that are caused by calls under way.</summary>
    public void RefuseCallsFromOutside() => isStopping = true;

    private Receiver? FindOrMake(GrainId id) =>
        Find(id) ?? (Catalog.Class(id.Type) is { } type ? receivers.GetOrAdd(id, Make, type) : null);

    private Receiver Make(GrainId id, GrainClass type) =>
        type.MaxWorkers is { } most
            ? new WorkerPool(this, type, id, most)
            : new Activation(this, type, id, gone => Remove(id, gone));
}
