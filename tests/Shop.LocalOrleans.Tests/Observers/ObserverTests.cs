using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Utilities;
using Shop.LocalOrleans.Hosts;

namespace Shop.LocalOrleans.Observers;

public sealed class ObserverTests
{
    [Fact]
    public async Task A_grain_tells_its_observers()
    {
        var grains = (await TestSilo.Shared).Grains;
        var news = grains.GetGrain<INewsGrain>(Guid.CreateVersion7());
        var (one, other) = (new Reader(), new Reader());
        await news.Subscribe(grains.CreateObjectReference<IReader>(one));
        await news.Subscribe(grains.CreateObjectReference<IReader>(other));

        await news.Publish("first");

        Assert.Equal("first", await one.Read());
        Assert.Equal("first", await other.Read());
    }

    [Fact]
    public async Task An_observer_that_unsubscribed_hears_nothing_more()
    {
        var grains = (await TestSilo.Shared).Grains;
        var news = grains.GetGrain<INewsGrain>(Guid.CreateVersion7());
        var (leaver, stayer) = (new Reader(), new Reader());
        var reference = grains.CreateObjectReference<IReader>(leaver);
        await news.Subscribe(reference);
        await news.Subscribe(grains.CreateObjectReference<IReader>(stayer));

        await news.Unsubscribe(reference);
        await news.Publish("second");

        Assert.Equal("second", await stayer.Read());
        Assert.False(leaver.HasNews);
    }

    [Fact]
    public async Task An_observer_may_answer_and_its_failure_reaches_the_grain()
    {
        var grains = (await TestSilo.Shared).Grains;
        var news = grains.GetGrain<INewsGrain>(Guid.CreateVersion7());
        var reader = new Reader();
        var reference = grains.CreateObjectReference<IReader>(reader);

        Assert.Equal("heard: question", await news.Ask(reference, "question"));
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => news.Ask(reference, "fail"));
        Assert.Equal("The reader failed.", failure.Message);
    }

    [Fact]
    public async Task An_observer_that_is_gone_cannot_be_asked()
    {
        var grains = (await TestSilo.Shared).Grains;
        var news = grains.GetGrain<INewsGrain>(Guid.CreateVersion7());
        var reader = new Reader();
        var reference = grains.CreateObjectReference<IReader>(reader);
        grains.DeleteObjectReference<IReader>(reference);

        await Assert.ThrowsAnyAsync<Exception>(() => news.AskBriefly(reference, "question"));
    }

    [Fact]
    public async Task An_observer_is_passed_by_its_reference_only()
    {
        var grains = (await TestSilo.Shared).Grains;
        var news = grains.GetGrain<INewsGrain>(Guid.CreateVersion7());

        await Assert.ThrowsAnyAsync<Exception>(() => news.Subscribe(new Reader()));
    }

    [Fact]
    public void Observers_that_do_not_subscribe_again_are_forgotten()
    {
        var now = new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var observers = new ObserverManager<string, string>(TimeSpan.FromMinutes(1), NullLogger.Instance)
        {
            GetDateTime = () => now,
        };
        observers.Subscribe("old", "old");
        now += TimeSpan.FromSeconds(50);
        observers.Subscribe("new", "new");
        now += TimeSpan.FromSeconds(50);
        List<string> told = [];

        observers.Notify(told.Add);

        Assert.Equal(["new"], told);
        Assert.Single(observers);
    }

    [Fact]
    public async Task Observers_whose_notification_fails_are_forgotten()
    {
        var observers = new ObserverManager<string, string>(TimeSpan.FromMinutes(1), NullLogger.Instance);
        observers.Subscribe("well", "well");
        observers.Subscribe("ill", "ill");

        await observers.Notify(name => name == "ill" ? throw new InvalidOperationException() : Task.CompletedTask);

        Assert.Equal(["well"], observers);
    }
}
