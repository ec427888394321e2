using Npgsql;
using Shop.Testing;

namespace Shop.Storage;

public sealed class SchemaFunctionsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_time_with_an_offset_is_a_moment_and_one_without_is_refused()
    {
        var moment = new DateTime(2026, 8, 1, 10, 0, 0, 123, DateTimeKind.Utc).AddMicroseconds(456);

        Assert.Equal(moment, await database.Value<DateTime>("select utc('2026-08-01T12:00:00.123456+02:00')"));
        Assert.Equal(moment, await database.Value<DateTime>("select utc('2026-08-01T10:00:00.123456Z')"));
        var refusal = await Assert.ThrowsAsync<PostgresException>(
            () => database.Run("select utc('2026-08-01T12:00:00')"));
        Assert.Equal("22007", refusal.SqlState);
    }
}
