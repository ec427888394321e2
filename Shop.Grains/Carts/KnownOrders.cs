namespace Shop.Carts;

/// <summary>
/// Which orders one customer has made: read once, added to before each is written. What is not in it does not exist, so
/// a checkout that comes too late need not look for an order to repeat.
/// </summary>
/// <remarks>
/// A customer of many orders is taken to have every order: then each is asked itself. So is an order whose stock is
/// held, wherever it was made.
/// </remarks>
internal sealed class KnownOrders
{
    /// <summary>Some 16 KB.</summary>
    public const int Most = 256;

    private readonly HashSet<Guid> ids;

    /// <param name="past">One more than <see cref="Most"/> says that there are more than can be told apart.</param>
    public KnownOrders(IEnumerable<Guid> past) => ids = [.. past];

    public bool MayHave(Guid orderId) => ids.Count > Most || ids.Contains(orderId);

    public void Add(Guid orderId)
    {
        if (ids.Count <= Most)
            ids.Add(orderId);
    }
}
