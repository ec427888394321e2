using Orleans.Engine.Activations;

namespace Orleans.Runtime;

/// <summary>Values that travel with a call and with the calls it makes, but never back.</summary>
public static class RequestContext
{
    private const string ReentrancyKey = "#CCR";

    private static readonly AsyncLocal<Dictionary<string, object>?> Flowing = new();

    /// <summary>Names the chain of calls that may come back to us; empty when none may.</summary>
    public static Guid ReentrancyId
    {
        get => Get(ReentrancyKey) is Guid id ? id : Guid.Empty;
        set
        {
            if (value == Guid.Empty)
                Remove(ReentrancyKey);
            else
                Set(ReentrancyKey, value);
        }
    }

    public static IEnumerable<string> Keys => Entries.Select(entry => entry.Key);

    public static IEnumerable<KeyValuePair<string, object>> Entries => Values ?? [];

    /// <summary>The values as a call carries them. Nobody changes this dictionary; a change makes a new one.</summary>
    internal static Dictionary<string, object>? Values
    {
        get => Flowing.Value;
        set
        {
            if (!ReferenceEquals(Flowing.Value, value))
                Flowing.Value = value;
        }
    }

    public static object? Get(string key) => Values?.GetValueOrDefault(key);

    public static void Set(string key, object value) => Values = new(Values ?? []) { [key] = value };

    public static bool Remove(string key)
    {
        if (Values is not { } values || !values.ContainsKey(key))
            return false;

        var rest = new Dictionary<string, object>(values);
        rest.Remove(key);
        Values = rest.Count == 0 ? null : rest;
        return true;
    }

    public static void Clear() => Values = null;

    /// <summary>Until disposed, calls that this call causes may enter this grain while it waits for them.</summary>
    public static ReentrancySection AllowCallChainReentrancy()
    {
        var outer = ReentrancyId;
        return new ReentrancySection(outer, outer == Guid.Empty ? Guid.CreateVersion7() : outer);
    }

    /// <summary>Until disposed, calls that this call causes are no longer let back into grains before us.</summary>
    public static ReentrancySection SuppressCallChainReentrancy() => new(ReentrancyId, Guid.Empty);

    internal static Guid ReentrancyIdOf(Dictionary<string, object>? values) =>
        values is not null && values.TryGetValue(ReentrancyKey, out var id) ? (Guid)id : Guid.Empty;

    /// <summary>Opens and closes the current grain to calls of one chain.</summary>
    public readonly struct ReentrancySection : IDisposable
    {
        private readonly Guid outer;
        private readonly Guid inner;

        public ReentrancySection(Guid originalReentrancyId, Guid newReentrancyId)
        {
            outer = originalReentrancyId;
            inner = newReentrancyId;
            ReentrancyId = inner;
            if (inner != Guid.Empty)
                Activation.Current?.OpenTo(inner);
        }

        public void Dispose()
        {
            if (inner != Guid.Empty)
                Activation.Current?.CloseTo(inner);
            ReentrancyId = outer;
        }
    }
}
