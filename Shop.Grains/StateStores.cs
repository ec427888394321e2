namespace Shop;

/// <summary>Where a grain's state is kept: the second argument of <c>[PersistentState]</c>.</summary>
public static class StateStores
{
    /// <summary>
    /// One table a kind, named by the state name, that lists and searches read: products, orders, users, carts.
    /// Writes of many grains are committed together. Keys must be Guids.
    /// </summary>
    public const string Documents = "documents";

    /// <summary>Orleans' own storage table, for what only its grain reads: sessions, idempotency keys.</summary>
    public const string Private = "Default";
}
