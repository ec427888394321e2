using System.Collections.Concurrent;

namespace Shop.Hosting;

/// <summary>
/// What of one customer is under way. Their cart does one thing at a time, so who asks faster than it answers would
/// only make a queue, in which all else of the process would come to stand.
/// </summary>
internal sealed class CustomerQueues(AdmissionLimits limits)
{
    private readonly ConcurrentDictionary<Guid, int> underWay = new();

    public bool TryEnter(Guid customer)
    {
        if (underWay.AddOrUpdate(customer, 1, static (_, many) => many + 1) <= limits.PerCustomer)
            return true;

        Leave(customer);
        return false;
    }

    public void Leave(Guid customer)
    {
        if (underWay.AddOrUpdate(customer, 0, static (_, many) => many - 1) == 0)
            underWay.TryRemove(new(customer, 0));
    }
}

internal static class CustomerQueue
{
    /// <summary>For endpoints that ask the customer's own cart; beyond the limit they answer 503.</summary>
    public static RouteGroupBuilder WithCustomerQueue(this RouteGroupBuilder group) => group.AddEndpointFilter(Enter);

    private static async ValueTask<object?> Enter(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var queues = call.HttpContext.RequestServices.GetRequiredService<CustomerQueues>();
        var customer = call.HttpContext.UserId();
        if (!queues.TryEnter(customer))
            return Overload.Error.ToProblem();

        try
        {
            return await next(call);
        }
        finally
        {
            queues.Leave(customer);
        }
    }
}
