using System.Collections.Immutable;

namespace Shop.Orders;

/// <summary>What a customer has ordered before now.</summary>
internal interface IPastOrders
{
    /// <summary>The ids of the customer's orders, at most so many.</summary>
    Task<ImmutableArray<Guid>> Of(Guid customerId, int most);
}
