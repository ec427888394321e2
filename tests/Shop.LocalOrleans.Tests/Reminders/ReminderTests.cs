using Shop.LocalOrleans.Hosts;

namespace Shop.LocalOrleans.Reminders;

public sealed class ReminderTests : IAsyncLifetime
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(1);

    private readonly string key = $"reminded/{Guid.CreateVersion7()}";
    private TestDatabase database = null!;
    private TestSilo silo = null!;

    private IRemindedGrain Grain => silo.Grains.GetGrain<IRemindedGrain>(key);

    public async Task InitializeAsync()
    {
        database = await TestDatabase.Create();
        silo = await Start();
    }

    public async Task DisposeAsync()
    {
        await silo.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_reminder_wakes_its_grain_again_and_again()
    {
        await Grain.Remind("wake", TimeSpan.Zero, Often);

        await silo.Diary.ReadUntil(key, "wake", times: 2);
    }

    [Fact]
    public async Task A_reminder_fires_after_a_restart()
    {
        await Grain.Remind("wake", TimeSpan.FromSeconds(1.5), Often);
        await silo.Stop();
        Assert.DoesNotContain("wake", silo.Diary.Read(key));

        await using var next = await Start();

        await next.Diary.ReadUntil(key, "wake");
    }

    [Fact]
    public async Task A_reminder_that_was_unregistered_is_gone()
    {
        await Grain.Remind("wake", TimeSpan.FromSeconds(3), Often);
        await Grain.Remind("keep", TimeSpan.FromHours(1), Often);
        Assert.Equal(["keep", "wake"], await Grain.Reminders());

        Assert.True(await Grain.Forget("wake"));

        Assert.Equal(["keep"], await Grain.Reminders());
        Assert.False(await Grain.Forget("wake"));
        await Task.Delay(TimeSpan.FromSeconds(3.5));
        Assert.DoesNotContain("wake", silo.Diary.Read(key));
    }

    [Fact]
    public async Task A_reminder_registered_again_is_changed()
    {
        await Grain.Remind("wake", TimeSpan.FromHours(1), TimeSpan.FromHours(1));

        await Grain.Remind("wake", Often, TimeSpan.FromHours(1));

        await silo.Diary.ReadUntil(key, "wake");
        Assert.Equal(["wake"], await Grain.Reminders());
        Assert.Equal(1L, await database.Scalar<long>("select count(*) from orleansreminderstable where version = 1"));
    }

    [Fact]
    public async Task A_period_shorter_than_the_least_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(
            () => Grain.Remind("wake", TimeSpan.Zero, TimeSpan.FromMilliseconds(10)));

        Assert.Empty(await Grain.Reminders());
    }

    [Fact]
    public async Task A_row_is_keyed_as_Orleans_does_it()
    {
        await silo.Grains.GetGrain<IRemindedGrain>("run18764-g0-z").Remind("wake", TimeSpan.FromHours(1), Often);

        Assert.Equal(
            "tests, counter/run18764-g0-z, wake, 1000, -1850497224",
            await database.Scalar<string>(
                """
                select concat_ws(', ', serviceid, grainid, remindername, period, grainhash)
                from orleansreminderstable
                """));
    }

    private Task<TestSilo> Start() => TestSilo.Start(builder =>
    {
        database.Serve(builder);
        builder.Configure<ReminderOptions>(options => options.MinimumReminderPeriod = TimeSpan.FromMilliseconds(100));
    });
}

public interface IRemindedGrain : IGrainWithStringKey
{
    Task Remind(string name, TimeSpan due, TimeSpan period);

    Task<string[]> Reminders();

    /// <returns>False if there is none.</returns>
    Task<bool> Forget(string name);
}

[GrainType("counter")]
internal sealed class RemindedGrain(Diary diary) : Grain, IRemindedGrain, IRemindable
{
    public Task Remind(string name, TimeSpan due, TimeSpan period) =>
        this.RegisterOrUpdateReminder(name, due, period);

    public async Task<string[]> Reminders() =>
        [.. (await this.GetReminders()).Select(reminder => reminder.ReminderName).Order()];

    public async Task<bool> Forget(string name)
    {
        if (await this.GetReminder(name) is not { } reminder)
            return false;

        await this.UnregisterReminder(reminder);
        return true;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        diary.Write(this.GetPrimaryKeyString(), reminderName);
        return Task.CompletedTask;
    }
}
