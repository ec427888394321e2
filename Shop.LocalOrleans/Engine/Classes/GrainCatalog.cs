using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Engine.Proxies;
using Orleans.Runtime;

namespace Orleans.Engine.Classes;

/// <summary>Which grain classes there are, and which of them serves an interface.</summary>
internal sealed class GrainCatalog
{
    private readonly FrozenDictionary<GrainType, GrainClass> classes;
    private readonly ConcurrentDictionary<Type, GrainInterface> interfaces = new();
    private readonly ConcurrentDictionary<(Type Interface, string? Prefix), GrainClass> chosen = new();

    public GrainCatalog(IOptions<GrainCollectionOptions> collection)
    {
        GrainClass[] found = [.. GrainAssemblies.Classes().Select(type => new GrainClass(type, collection.Value))];
        if (found.GroupBy(one => one.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new OrleansConfigurationException(
                $"Several grain classes are named \"{twice.Key}\" in ids: "
                + $"{string.Join(", ", twice.Select(one => one.Type))}. Give one of them [GrainType].");
        }

        classes = found.ToFrozenDictionary(one => one.Name);
    }

    public int Count => classes.Count;

    public GrainInterface Interface(Type type) =>
        interfaces.GetOrAdd(type, static type => new GrainInterface(type));

    public GrainClass? Class(GrainType name) => classes.GetValueOrDefault(name);

    /// <summary>The class that implements the interface; if several do, the one whose name begins as given.</summary>
    public GrainClass ClassFor(Type grainInterface, string? classNamePrefix = null) =>
        chosen.GetOrAdd((grainInterface, classNamePrefix), key => Choose(key.Interface, key.Prefix));

    private GrainClass Choose(Type grainInterface, string? prefix)
    {
        GrainClass[] fitting =
        [
            .. classes.Values.Where(one => grainInterface.IsAssignableFrom(one.Type)
                && (prefix is null || one.Type.FullName!.StartsWith(prefix, StringComparison.Ordinal))),
        ];

        return fitting switch
        {
            [var one] => one,
            [] => throw new ArgumentException($"No grain class implements {grainInterface}."),
            _ => fitting.SingleOrDefault(one => $"I{one.Type.Name}" == grainInterface.Name)
                ?? throw new ArgumentException(
                    $"Several grain classes implement {grainInterface}: "
                    + $"{string.Join(", ", fitting.Select(one => one.Type))}."),
        };
    }
}
