using Shop.Storage;

namespace Shop.Idempotency;

/// <summary>What the grains no longer look at.</summary>
internal static class ForgottenKeys
{
    private const string Sql = """
        delete from idempotency_keys
        where  id in (select id from idempotency_keys where begun_at < $1 limit $2 for update skip locked)
        """;

    /// <remarks>A grain that still has such a row in memory finds its write refused and reads again.</remarks>
    public static readonly Purge Purge = new("idempotency keys", Sql, KeyUse.KeptFor);
}
