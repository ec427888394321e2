using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Engine.Activations;
using Orleans.Engine.States;
using Orleans.Runtime;

namespace Orleans.Engine.Classes;

/// <summary>A grain class: what its attributes say, and how its instances are made.</summary>
internal sealed class GrainClass
{
    private const string Suffix = "grain";

    private readonly ObjectFactory make;
    private readonly Func<Activation, object>[] states;
    private readonly bool wantsServices;

    public GrainClass(Type type, GrainCollectionOptions collection)
    {
        Type = type;
        Name = type.GetCustomAttribute<GrainTypeAttribute>()?.GrainType ?? NameOf(type);
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute));
        MaxWorkers = type.GetCustomAttribute<StatelessWorkerAttribute>()?.MaxLocalWorkers;
        CollectionAge = AgeOf(type, collection);

        var parameters = type.GetConstructors().FirstOrDefault()?.GetParameters() ?? [];
        var stored = parameters.Where(parameter => parameter.IsDefined(typeof(PersistentStateAttribute))).ToArray();
        wantsServices = parameters.Length > stored.Length;
        states = [.. stored.Select(PersistentStates.FactoryFor)];
        make = ActivatorUtilities.CreateFactory(type, [.. stored.Select(parameter => parameter.ParameterType)]);
    }

    public Type Type { get; }

    public GrainType Name { get; }

    public bool IsReentrant { get; }

    /// <summary>How many activations may serve one id; null for an ordinary grain, which has one.</summary>
    public int? MaxWorkers { get; }

    public TimeSpan CollectionAge { get; }

    /// <summary>Makes the grain, in a turn of its activation.</summary>
    public object Create(Activation activation)
    {
        var services = wantsServices ? activation.ActivationServices : activation.Silo.Services;
        return make(services, [.. states.Select(state => state(activation))]);
    }

    private static GrainType NameOf(Type type)
    {
        var name = type.Name.ToLowerInvariant();
        var isSuffixed = name.Length > Suffix.Length && name.EndsWith(Suffix, StringComparison.Ordinal);
        return GrainType.Create(isSuffixed ? name[..^Suffix.Length] : name);
    }

    private static TimeSpan AgeOf(Type type, GrainCollectionOptions collection)
    {
        if (type.IsDefined(typeof(KeepAliveAttribute)))
            return Timeout.InfiniteTimeSpan;
        if (collection.ClassSpecificCollectionAge.TryGetValue(type.FullName!, out var configured))
            return configured;

        return type.GetCustomAttribute<CollectionAgeLimitAttribute>()?.AgeLimit ?? collection.CollectionAge;
    }
}
