using Shop.Testing;

namespace Shop.Idempotency;

public class ForgottenKeysTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task What_is_a_day_old_is_deleted_and_nothing_else()
    {
        var clock = new TestClock();
        await Insert(clock.GetUtcNow() - KeyUse.KeptFor - TimeSpan.FromSeconds(1));
        await Insert(clock.GetUtcNow() - KeyUse.KeptFor + TimeSpan.FromMinutes(1));
        Task<int> Delete() => ForgottenKeys.Purge.Run(database.Source, clock.GetUtcNow(), CancellationToken.None);

        Assert.Equal(1, await Delete());
        Assert.Equal(0, await Delete());
        Assert.Equal(1, await database.Value<long>("select count(*) from idempotency_keys"));
    }

    private Task Insert(DateTimeOffset begunAt) => database.Run(
        $$"""
        insert into idempotency_keys (id, version, state)
        values (gen_random_uuid(), 1, '{"begun_at": "{{begunAt:O}}"}')
        """);
}
