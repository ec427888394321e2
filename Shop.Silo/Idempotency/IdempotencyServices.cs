namespace Shop.Idempotency;

internal static class IdempotencyServices
{
    public static void AddIdempotency(this IServiceCollection services)
    {
        services.AddSingleton(ForgottenKeys.Purge);
        services.AddSingleton<IKeptAnswers, PostgresKeptAnswers>();
    }
}
