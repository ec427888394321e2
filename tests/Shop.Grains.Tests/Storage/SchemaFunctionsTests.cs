using Npgsql;
using Shop.Testing;

namespace Shop.Storage;

public sealed class SchemaFunctionsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_time_with_an_offset_is_a_moment()
    {
        var moment = new DateTime(2026, 8, 1, 10, 0, 0, 123, DateTimeKind.Utc).AddMicroseconds(456);

        Assert.Equal(moment, await database.Value<DateTime>("select utc('2026-08-01T12:00:00.123456+02:00')"));
        Assert.Equal(moment, await database.Value<DateTime>("select utc('2026-08-01T10:00:00.123456Z')"));
        Assert.Equal(moment, await database.Value<DateTime>("select utc('2026-08-01T06:30:00.123456-03:30')"));
    }

    [Theory]
    [InlineData("2026-08-01T12:00:00")]
    [InlineData("2026-08-01 12:00")]
    [InlineData("2026-08-01")]
    [InlineData("2026-08-01T12:00:00+ab:cd")]
    public async Task A_time_without_an_offset_is_refused(string time)
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => database.Run($"select utc('{time}')"));

        Assert.Equal("22007", refusal.SqlState);
    }
}
