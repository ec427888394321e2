using Shop.Hosting;

namespace Shop.Accounts;

internal static class AccountServices
{
    /// <summary>What the account grains ask for. The data source and the clock are the host's.</summary>
    public static IServiceCollection AddAccounts(
        this IServiceCollection services, IConfiguration settings) => services
        .AddSingleton<IUserDirectory, UserDirectory>()
        .AddSingleton<PasswordHashing>()
        .AddSingleton(new SigningOptions(
            TimeSpan.FromDays(settings.Number("SHOP_SIGNING_KEY_DAYS", fallback: 90, least: 1, most: 3_650))))
        .AddSingleton<MailedCodes>()
        .AddSingleton<SecondFactors>()
        .AddSingleton<Proofs>()
        .AddSingleton(new AccountOptions(
            settings.Choice("SHOP_ADMIN_SECOND_FACTOR", Switch.Off) is Switch.On,
            TimeSpan.FromSeconds(settings.Number("SHOP_REFRESH_GRACE_SECONDS", fallback: 0, least: 0, most: 60))))
        .AddSingleton(DeadSessions.Purge);
}
