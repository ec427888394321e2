using System.Globalization;

namespace Shop.Hosting;

/// <summary>Counts requests to the API, by role and address, and refuses those beyond the caller's budget.</summary>
internal static class RateLimiting
{
    public static void AddRateLimits(this IServiceCollection services, RateLimitOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<RateLimits>();
    }

    /// <summary>After who calls is known, and before anything is done for them.</summary>
    public static IApplicationBuilder UseRateLimits(this IApplicationBuilder app)
    {
        var limits = app.ApplicationServices.GetRequiredService<RateLimits>();
        return app.Use((http, next) => Count(http, limits) is { Wait: { } wait }
            ? RequestErrors.RateLimited(wait).ToProblem().ExecuteAsync(http)
            : next(http));
    }

    /// <summary>Says what is left, in whatever is answered.</summary>
    public static void Tell(HttpContext http)
    {
        if (http.Features.Get<Spending>() is not { } spending)
            return;

        var headers = http.Response.Headers;
        headers["RateLimit-Limit"] = Text(spending.Limit);
        headers["RateLimit-Remaining"] = Text(spending.Remaining);
        headers["RateLimit-Reset"] = Text((int)Math.Ceiling(spending.Reset.TotalSeconds));
    }

    /// <summary>Unknown addresses below the API count, too: whoever looks for holes asks for many.</summary>
    private static Spending? Count(HttpContext http, RateLimits limits)
    {
        var named = http.GetEndpoint()?.Metadata.GetMetadata<SpendsFromBudget>();
        if (named is { Budget: Budget.None } || (named is null && !http.Request.Path.StartsWithSegments("/api")))
            return null;

        var budget = named?.Budget ?? Budget.General;
        var spending = limits.Spend(budget, RateLimits.CallerOf(budget, http), limits.LimitOf(budget, http));
        http.Features.Set(spending);
        return spending;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
