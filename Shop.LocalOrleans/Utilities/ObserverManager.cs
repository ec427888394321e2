using System.Collections;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Engine;
using Orleans.Runtime;

namespace Orleans.Utilities;

/// <summary>The observers of a grain, by their reference.</summary>
public class ObserverManager<TObserver>(TimeSpan expiration, ILogger log)
    : ObserverManager<IAddressable, TObserver>(expiration, log);

/// <summary>
/// The observers of a grain. One that does not subscribe again in time, or whose notification fails, is forgotten.
/// </summary>
public class ObserverManager<TIdentity, TObserver> : IEnumerable<TObserver>
    where TIdentity : notnull
{
    private readonly ILogger log;
    private ImmutableDictionary<TIdentity, Entry> entries = ImmutableDictionary<TIdentity, Entry>.Empty;

    public ObserverManager(TimeSpan expiration, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(log);
        ExpirationDuration = expiration;
        this.log = log;
    }

    /// <summary>The clock, in UTC.</summary>
    public Func<DateTime> GetDateTime { get; set; } = static () => TimeProvider.System.GetUtcNow().UtcDateTime;

    public TimeSpan ExpirationDuration { get; set; }

    public int Count => entries.Count;

    public IReadOnlyDictionary<TIdentity, TObserver> Observers =>
        entries.ToDictionary(pair => pair.Key, pair => pair.Value.Observer);

    public void Clear() => entries = entries.Clear();

    public void Subscribe(TIdentity id, TObserver observer) =>
        entries = entries.SetItem(id, new Entry(observer, GetDateTime()));

    public void Unsubscribe(TIdentity id) => entries = entries.Remove(id);

    /// <summary>Tells every observer and waits for each.</summary>
    public async Task Notify(Func<TObserver, Task> notification, Func<TObserver, bool>? predicate = null)
    {
        ClearExpired();
        foreach (var (id, entry) in Chosen(predicate))
        {
            try
            {
                await notification(entry.Observer);
            }
            catch (Exception exception)
            {
                Forget(id, exception);
            }
        }
    }

    /// <summary>Tells every observer and waits for none.</summary>
    public void Notify(Action<TObserver> notification, Func<TObserver, bool>? predicate = null)
    {
        ClearExpired();
        foreach (var (id, entry) in Chosen(predicate))
        {
            try
            {
                notification(entry.Observer);
            }
            catch (Exception exception)
            {
                Forget(id, exception);
            }
        }
    }

    public void ClearExpired()
    {
        var oldest = GetDateTime() - ExpirationDuration;
        entries = entries.RemoveRange(entries.Where(pair => pair.Value.LastSeen < oldest).Select(pair => pair.Key));
    }

    public IEnumerator<TObserver> GetEnumerator() => entries.Values.Select(entry => entry.Observer).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IEnumerable<KeyValuePair<TIdentity, Entry>> Chosen(Func<TObserver, bool>? predicate) =>
        entries.Where(pair => predicate?.Invoke(pair.Value.Observer) != false);

    private void Forget(TIdentity id, Exception exception)
    {
        log.ObserverForgotten(exception, id);
        entries = entries.Remove(id);
    }

    private sealed record Entry(TObserver Observer, DateTime LastSeen);
}
