namespace Shop.Accounts;

internal static class AccountServices
{
    /// <summary>What the account grains ask for. The data source and the clock are the host's.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services) => services
        .AddSingleton<IUserDirectory, UserDirectory>()
        .AddSingleton<PasswordHashing>()
        .AddHostedService<DeadSessions>();
}
