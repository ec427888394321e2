using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Engine;

/// <summary>All grains of the process: finds or makes the activation of an id and gives it the calls for it.</summary>
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
            call.Fail(new SiloUnavailableException("The silo is stopping and takes no further calls."));
        else
            Deliver(call);
    }

    public void Deliver(Invocation call)
    {
        var target = call.Target;
        while (target.Receiver is not { } receiver || !receiver.Receive(call))
            target.Receiver = receivers.GetOrAdd(target.GrainId, NewReceiver);
    }

    public Receiver? Find(GrainId id) => receivers.GetValueOrDefault(id);

    /// <summary>Puts an object that is no grain behind an id.</summary>
    public void Register(GrainId id, Receiver receiver) => receivers[id] = receiver;

    public void Remove(GrainId id, Receiver receiver) => receivers.TryRemove(new(id, receiver));

    /// <summary>From now on only calls that are caused by calls under way are taken.</summary>
    public void RefuseCallsFromOutside() => isStopping = true;

    private Receiver NewReceiver(GrainId id)
    {
        if (Catalog.Class(id.Type) is not { } type)
            return new Nobody(id);

        return type.MaxWorkers is { } most
            ? new WorkerPool(this, type, id, most)
            : new Activation(this, type, id, gone => Remove(id, gone));
    }
}
