namespace Shop.Hosting;

/// <summary>What a request is counted against.</summary>
internal enum Budget
{
    /// <summary>The usual one, by role: what a caller may do in general.</summary>
    General,

    /// <summary>Guessing passwords.</summary>
    Login,

    /// <summary>Guessing one-time codes, and having mail sent to others.</summary>
    Codes,

    /// <summary>Holding stock.</summary>
    Checkout,

    /// <summary>Callers that prove themselves by a signature, and probes: never counted.</summary>
    None,
}

internal static class BudgetVerbs
{
    /// <summary>Counts the endpoint against a budget of its own instead of the usual one.</summary>
    public static T SpendsFrom<T>(this T endpoints, Budget budget) where T : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new SpendsFromBudget(budget));
}

internal sealed record SpendsFromBudget(Budget Budget);
