using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shop.Testing;

namespace Shop.Storage;

public sealed class DatabaseStartTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_database_that_is_away_is_waited_for()
    {
        await using var link = new FlakyLink(database.ConnectionString);
        await using var source = NpgsqlDataSource.Create(link.ConnectionString);
        link.Cut();

        var preparing = Start(source).Prepare(TimeSpan.FromSeconds(30), CancellationToken.None);
        await Task.Delay(300);
        Assert.False(preparing.IsCompleted);
        link.Mend();

        await preparing;
    }

    [Fact]
    public async Task A_database_that_stays_away_is_given_up_with_one_line_that_names_it()
    {
        await using var link = new FlakyLink(database.ConnectionString);
        await using var source = NpgsqlDataSource.Create(link.ConnectionString);
        link.Cut();

        var failure = await Assert.ThrowsAsync<SchemaException>(
            () => Start(source).Prepare(TimeSpan.FromMilliseconds(500), CancellationToken.None));

        Assert.StartsWith("PostgreSQL at 127.0.0.1:", failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task Waiting_ends_when_the_start_is_called_off()
    {
        await using var link = new FlakyLink(database.ConnectionString);
        await using var source = NpgsqlDataSource.Create(link.ConnectionString);
        link.Cut();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Start(source).Prepare(TimeSpan.FromMinutes(5), stop.Token));
    }

    [Fact]
    public async Task A_wrong_password_is_not_waited_for()
    {
        var wrong = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = "nobody_of_that_name" };
        await using var source = NpgsqlDataSource.Create(wrong);

        await Assert.ThrowsAsync<PostgresException>(
            () => Start(source).Prepare(TimeSpan.FromMinutes(5), CancellationToken.None));
    }

    private static DatabaseStart Start(NpgsqlDataSource source) =>
        new(source, TimeProvider.System, NullLogger<DatabaseStart>.Instance);
}
