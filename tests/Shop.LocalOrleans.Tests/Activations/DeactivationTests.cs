using Orleans.Configuration;
using Shop.LocalOrleans.Hosts;

namespace Shop.LocalOrleans.Activations;

public sealed class DeactivationTests
{
    [Fact]
    public async Task A_grain_that_asks_to_leave_is_told_why_and_comes_back_as_another_activation()
    {
        var silo = await TestSilo.Shared;
        var key = Key();
        var grain = silo.Grains.GetGrain<ILifeGrain>(key);
        var first = await grain.Activation();

        await grain.Leave();
        await silo.Diary.ReadUntil(key, "deactivated: ApplicationRequested");

        Assert.NotEqual(first, await grain.Activation());
    }

    [Fact]
    public async Task Calls_that_wait_for_a_leaving_grain_are_served_by_the_next_one()
    {
        var silo = await TestSilo.Shared;
        var key = Key();
        var grain = silo.Grains.GetGrain<ILifeGrain>(key);
        var waiting = grain.WaitAtGate();
        await silo.Diary.ReadUntil(key, "waiting");
        Task[] queued = [grain.Leave(), grain.Note("afterwards")];

        silo.Diary.Gate(key).SetResult();
        await Task.WhenAll([waiting, .. queued]);

        Assert.Equal(
            [
                "constructed", "activated", "waiting", "passed", "deactivated: ApplicationRequested",
                "constructed", "activated", "afterwards",
            ],
            silo.Diary.Read(key));
    }

    [Fact]
    public async Task Never_are_there_two_activations_although_callers_race_with_deactivations()
    {
        var silo = await TestSilo.Shared;
        var key = Key();
        var grain = silo.Grains.GetGrain<ILifeGrain>(key);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
                await Insist(() => i % 5 == caller % 5 ? grain.Leave() : grain.Note("called"));
        })));

        await grain.Note("last");
        var lives = silo.Diary.Read(key).Where(entry => !entry.Contains("called") && entry != "last").ToArray();
        for (var i = 0; i < lives.Length; i++)
            Assert.StartsWith(new[] { "constructed", "activated", "deactivated" }[i % 3], lives[i]);
        Assert.Equal(8 * 20, silo.Diary.Read(key).Count(entry => entry == "called"));
    }

    [Fact]
    public async Task An_idle_grain_is_collected_and_comes_back()
    {
        await using var silo = await TestSilo.Start(Collecting);
        var key = Key();
        var grain = silo.Grains.GetGrain<ILifeGrain>(key);
        var first = await grain.Activation();

        await silo.Diary.ReadUntil(key, "deactivated: ActivationIdle");

        Assert.NotEqual(first, await grain.Activation());
    }

    [Fact]
    public async Task A_grain_in_use_is_not_collected_and_a_timer_is_use_only_if_it_says_so()
    {
        await using var silo = await TestSilo.Start(Collecting);
        var (called, ticking, kept) = (Key(), Key(), Key());
        await silo.Grains.GetGrain<ILifeGrain>(ticking).Tick(TimeSpan.FromMilliseconds(100), keepAlive: false);
        await silo.Grains.GetGrain<ILifeGrain>(kept).Tick(TimeSpan.FromMilliseconds(100), keepAlive: true);

        var collected = silo.Diary.ReadUntil(ticking, "deactivated: ActivationIdle");
        while (!collected.IsCompleted)
        {
            await silo.Grains.GetGrain<ILifeGrain>(called).Activation();
            await Task.Delay(100);
        }

        await collected;
        Assert.Contains("tick", silo.Diary.Read(ticking));
        Assert.DoesNotContain("deactivated: ActivationIdle", silo.Diary.Read(called));
        Assert.DoesNotContain("deactivated: ActivationIdle", silo.Diary.Read(kept));
    }

    [Fact]
    public async Task All_that_is_idle_can_be_collected_at_once()
    {
        await using var silo = await TestSilo.Start();
        var (idle, busy) = (Key(), Key());
        await silo.Grains.GetGrain<ILifeGrain>(idle).Activation();
        var waiting = silo.Grains.GetGrain<ILifeGrain>(busy).WaitAtGate();
        await silo.Diary.ReadUntil(busy, "waiting");

        await silo.Management.ForceActivationCollection(TimeSpan.Zero);

        await silo.Diary.ReadUntil(idle, "deactivated: ActivationIdle");
        silo.Diary.Gate(busy).SetResult();
        await waiting;
        Assert.Equal(["constructed", "activated", "waiting", "passed"], silo.Diary.Read(busy));
    }

    [Fact]
    public async Task A_silo_that_stops_lets_calls_under_way_end_and_deactivates_every_grain()
    {
        var silo = await TestSilo.Start();
        var (idle, busy) = (Key(), Key());
        await silo.Grains.GetGrain<ILifeGrain>(idle).Activation();
        var call = silo.Grains.GetGrain<ILifeGrain>(busy).WaitAtGate();
        await silo.Diary.ReadUntil(busy, "waiting");

        var stopped = silo.Stop();
        await silo.Diary.ReadUntil(idle, "deactivated: ShuttingDown");
        Assert.False(stopped.IsCompleted);
        silo.Diary.Gate(busy).SetResult();
        await call;
        await stopped;

        Assert.Equal(
            ["constructed", "activated", "waiting", "passed", "deactivated: ShuttingDown"], silo.Diary.Read(busy));
        await silo.DisposeAsync();
    }

    /// <summary>Orleans gives up a call that met several leaving activations; its caller may repeat it.</summary>
    private static async Task Insist(Func<Task> call)
    {
        while (true)
        {
            try
            {
                await call();
                return;
            }
            catch (OrleansMessageRejectionException)
            {
                await Task.Yield();
            }
        }
    }

    private static void Collecting(ISiloBuilder silo) => silo.Configure<GrainCollectionOptions>(options =>
    {
        options.CollectionQuantum = TimeSpan.FromMilliseconds(250);
        options.CollectionAge = TimeSpan.FromSeconds(1);
    });

    private static string Key() => Guid.CreateVersion7().ToString();
}
