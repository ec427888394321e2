using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shop.Storage;
using Shop.Testing;

namespace Shop.Notifications;

public sealed class OutboxPumpTests : IAsyncLifetime
{
    private readonly TestClock clock = new();
    private readonly Postbag post = new();
    private readonly List<OutboxPump> pumps = [];
    private TestDatabase database = null!;

    public async Task InitializeAsync() => database = await TestDatabase.Create();

    public async Task DisposeAsync()
    {
        foreach (var pump in pumps)
            await pump.StopAsync(CancellationToken.None);

        await database.DisposeAsync();
    }

    [Fact]
    public async Task Many_pumps_send_each_message_once()
    {
        await Write(300);

        for (var i = 0; i < 4; i++)
            await StartPump();

        await Eventually(() => Count("sent_at is not null"), 300);
        Assert.Equal(300, post.Mails.Count);
        Assert.Equal(300, post.Mails.Select(mail => mail.Id).Distinct().Count());
    }

    [Fact]
    public async Task What_fails_is_tried_again_later_and_then_less_and_less_often()
    {
        post.Answer = Delivery.Failed("450 later");
        await Write(1);
        await StartPump();
        await Eventually(() => Count("failure = '450 later' and attempts = 1"), 1);
        Assert.Equal(1, await Count("due_at > now() + interval '3 seconds'"));

        post.Answer = Delivery.Done;
        clock.Advance(TimeSpan.FromSeconds(10));

        await Eventually(() => Count("sent_at is not null and attempts = 2 and failure is null"), 1);
        Assert.InRange(Delivery.Retries.Pause(3), TimeSpan.FromSeconds(16), TimeSpan.FromSeconds(24));
        Assert.InRange(Delivery.Retries.Pause(60), TimeSpan.FromMinutes(48), TimeSpan.FromMinutes(72));
    }

    [Fact]
    public async Task What_is_refused_for_good_is_dead_and_left_alone()
    {
        post.Answer = Delivery.Refused("550 nobody");
        await Write(1);
        await StartPump();
        await Eventually(() => Count("dead_at is not null and failure = '550 nobody'"), 1);

        clock.Advance(TimeSpan.FromDays(2));
        await Write(1);

        await Eventually(() => Count("dead_at is not null"), 2);
        Assert.Equal(2, post.Mails.Count);
    }

    [Fact]
    public async Task A_message_that_a_dead_process_had_claimed_is_sent_when_its_lease_ends()
    {
        await Write(1);
        await using (var dying = Queue())
            Assert.Single(await dying.Claim(CancellationToken.None));

        await StartPump();
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        Assert.Empty(post.Mails);
        clock.Advance(OutboxQueue.Lease);

        await Eventually(() => Count("sent_at is not null and attempts = 2"), 1);
        Assert.Single(post.Mails);
    }

    [Fact]
    public async Task Whoever_comes_too_late_changes_nothing_of_what_others_did()
    {
        await Write(1);
        await using var slow = Queue();
        var late = Assert.Single(await slow.Claim(CancellationToken.None));
        clock.Advance(OutboxQueue.Lease);
        await StartPump();
        await Eventually(() => Count("sent_at is not null"), 1);

        await slow.Mark(late, Delivery.Failed("too late"));

        Assert.Equal(1, await Count("sent_at is not null and failure is null"));
    }

    [Fact]
    public async Task A_code_that_was_sent_is_kept_by_nobody()
    {
        await database.Run("""
            insert into outbox (id, kind, recipient, body) values
            (gen_random_uuid(), 'account.verify', 'ada@mail.example',
             '{"email": "ada@mail.example", "first_name": "Ada", "code": "314159"}')
            """);
        await StartPump();

        await Eventually(() => Count("sent_at is not null"), 1);
        Assert.Equal(0, await Count("body::text like '%314159%'"));
        Assert.Contains("314159", LetterText.Write(Assert.Single(post.Mails).Letter), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("account.verify", """{"email": "ada@mail.example"}""")]
    [InlineData("order.paid", "{}")]
    [InlineData("order.paid", "[]")]
    public async Task A_message_that_cannot_be_read_is_dead_and_stops_nobody(string kind, string body)
    {
        await database.Run($"""
            insert into outbox (id, kind, recipient, body)
            values (gen_random_uuid(), '{kind}', 'a@b.example', '{body}')
            """);
        await Write(1);
        await StartPump();

        await Eventually(() => Count("sent_at is not null"), 1);
        await Eventually(() => Count("dead_at is not null"), 1);
    }

    [Fact]
    public async Task What_was_sent_is_forgotten_after_a_month_and_what_waits_is_not()
    {
        await Write(2);
        await database.Run("update outbox set sent_at = now() where id = (select max(id::text)::uuid from outbox)");

        Assert.Equal(0, await Forget(TimeSpan.FromDays(29)));
        Assert.Equal(1, await Forget(TimeSpan.FromDays(31)));
        Assert.Equal(1, await Count("sent_at is null"));
    }

    private Task<int> Forget(TimeSpan later) =>
        SentMessages.Purge.Run(database.Source, clock.GetUtcNow() + later, CancellationToken.None);

    private Task Write(int count) => database.Run($$"""
        insert into outbox (id, kind, recipient, body)
        select gen_random_uuid(), 'stock.low', null, '{"sku": "MUG", "available": 2}'
        from   generate_series(1, {{count}})
        """);

    private async Task StartPump()
    {
        var pump = new OutboxPump(
            Queue(), new Bell<OutboxQueue>(), new Mailroom(post, Letters.Options, clock),
            NullLogger<OutboxPump>.Instance);
        pumps.Add(pump);
        await pump.StartAsync(CancellationToken.None);
    }

    private OutboxQueue Queue() => new(
        database.Source, new CommitConnection(NpgsqlDataSource.Create(database.ConnectionString)), clock);

    private Task<long> Count(string condition) =>
        database.Value<long>($"select count(*) from outbox where {condition}");

    private static async Task Eventually(Func<Task<long>> count, long expected)
    {
        for (var tries = 0; await count() != expected; tries++)
        {
            Assert.True(tries < 100, $"It is {await count()} and not {expected}.");
            await Task.Delay(50);
        }
    }
}
