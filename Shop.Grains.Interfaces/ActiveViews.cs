using System.Collections.Concurrent;

namespace Shop;

/// <summary>
/// What the grains that are active in this process show of themselves, for whoever only looks: a look takes no call.
/// </summary>
/// <remarks>
/// A grain shows itself when it wakes and with every change, before it answers whoever made it, and hides before it
/// goes. So what is here is what the grain would say if it were asked. Where nothing is here, because the grain sleeps
/// or is active elsewhere, it must be asked.
/// </remarks>
public sealed class ActiveViews<TKey, TView>
    where TKey : notnull
    where TView : class
{
    private readonly ConcurrentDictionary<TKey, TView> views = new();

    /// <summary>Null when the grain must be asked.</summary>
    public TView? Find(TKey key) => views.GetValueOrDefault(key);

    /// <summary>To be called in a turn of the grain. Null when it has nothing to show, which hides it, too.</summary>
    public void Show(TKey key, TView? view)
    {
        if (view is null)
            Hide(key);
        else
            views[key] = view;
    }

    public void Hide(TKey key) => views.TryRemove(key, out _);
}
