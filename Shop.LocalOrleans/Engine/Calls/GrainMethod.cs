using System.Reflection;
using Orleans.Concurrency;

namespace Orleans.Engine.Calls;

/// <summary>What is to know of one method of a grain before it is called.</summary>
internal sealed class GrainMethod
{
    /// <summary>For messages to people: "ICartGrain.AddLine".</summary>
    public required string Name { get; init; }

    public bool IsReadOnly { get; init; }

    public bool AlwaysInterleaves { get; init; }

    /// <summary>The caller does not wait; nobody can wait for a method of an observer that returns nothing.</summary>
    public bool IsOneWay { get; init; }

    public TimeSpan? ResponseTimeout { get; init; }

    public static GrainMethod Of(MethodInfo method) => new()
    {
        Name = $"{method.DeclaringType!.Name}.{method.Name}",
        IsReadOnly = method.IsDefined(typeof(ReadOnlyAttribute)),
        AlwaysInterleaves = method.IsDefined(typeof(AlwaysInterleaveAttribute)),
        IsOneWay = method.IsDefined(typeof(OneWayAttribute)) || method.ReturnType == typeof(void),
        ResponseTimeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout,
    };
}
