namespace Shop.Accounts;

internal static class AccountEndpoints
{
    /// <summary>Tokens, one's own profile and addresses; in development, throw-away shoppers too.</summary>
    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        app.MapAuth();
        app.MapSessions();
        app.MapSecondFactor();
        app.MapMe();
        app.MapAddresses();
        if (app.ServiceProvider.GetRequiredService<IHostEnvironment>().IsDevelopment())
            app.MapShoppers();
    }
}
