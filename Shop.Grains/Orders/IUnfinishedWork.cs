namespace Shop.Orders;

/// <summary>What is due in the whole shop: indexed queries, so that no order needs a reminder of its own.</summary>
internal interface IUnfinishedWork
{
    /// <summary>Orders whose time to look again has come, the longest due first.</summary>
    Task<IReadOnlyList<Guid>> DueOrders(DateTimeOffset now, int most);

    /// <summary>Holds made between two times that no waiting order stands behind.</summary>
    Task<IReadOnlyList<OrphanHold>> OrphanHolds(DateTimeOffset since, DateTimeOffset before, int most);

    /// <summary>Sandbox payments whose webhook was not taken yet.</summary>
    Task<IReadOnlyList<Guid>> UndeliveredSandboxPayments(DateTimeOffset now, int most);

    /// <summary>Deleted accounts whose orders may still name them.</summary>
    Task<IReadOnlyList<Guid>> PeopleToForget(DateTimeOffset now, int most);

    /// <summary>Orders that name this customer.</summary>
    Task<IReadOnlyList<Guid>> OrdersNaming(Guid customerId, int most);
}

/// <summary>Units of a SKU held in the name of an order that does not need them.</summary>
internal sealed record OrphanHold(string Sku, Guid OrderId);
