using System.Text.Json.Nodes;

namespace Shop.Providers;

/// <summary>What a provider has written down. One reads or writes at a time, and what is read is a copy.</summary>
public abstract class Books
{
    private readonly Lock gate = new();

    private protected T Locked<T>(Func<T> action)
    {
        lock (gate)
            return action();
    }

    private protected IReadOnlyList<JsonObject> Copies(IEnumerable<JsonObject> all) =>
        Locked(() => all.Select(one => Copy(one)!).ToList());

    private protected static JsonObject? Copy(JsonObject? one) => (JsonObject?)one?.DeepClone();
}
