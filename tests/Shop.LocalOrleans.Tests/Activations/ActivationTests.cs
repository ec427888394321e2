using Shop.LocalOrleans.Hosts;

namespace Shop.LocalOrleans.Activations;

public sealed class ActivationTests
{
    [Fact]
    public async Task A_thousand_first_calls_at_once_meet_one_activation()
    {
        var silo = await TestSilo.Shared;
        for (var round = 0; round < 5; round++)
        {
            var key = Key();
            var answers = await Task.WhenAll(
                Enumerable.Range(0, 1000).Select(_ =>
                    Task.Run(() => silo.Grains.GetGrain<ILifeGrain>(key).Activation())));

            Assert.Single(answers.Distinct());
            Assert.Single(silo.Diary.Read(key), "activated");
        }
    }

    [Fact]
    public async Task A_grain_activates_before_its_first_call()
    {
        var silo = await TestSilo.Shared;
        var key = Key();

        await silo.Grains.GetGrain<ILifeGrain>(key).Note("called");

        Assert.Equal(["constructed", "activated", "called"], silo.Diary.Read(key));
    }

    [Fact]
    public async Task Calls_wait_while_their_grain_activates()
    {
        var silo = await TestSilo.Shared;
        var key = $"slow {Key()}";
        var grain = silo.Grains.GetGrain<ILifeGrain>(key);
        var first = grain.Note("first");
        var second = grain.Note("second");
        await silo.Diary.ReadUntil(key, "constructed");
        Assert.False(first.IsCompleted);

        silo.Diary.Gate(key).SetResult();
        await Task.WhenAll(first, second);

        // Orleans looks up where each call goes by itself, so that two which nobody waits for may change places.
        var diary = silo.Diary.Read(key);
        Assert.Equal(["constructed", "activated"], diary.Take(2));
        Assert.Equal(["first", "second"], diary.Skip(2).Order());
    }

    [Theory]
    [InlineData("constructor")]
    [InlineData("activation")]
    public async Task A_failed_activation_reaches_the_caller_and_the_next_call_tries_again(string where)
    {
        var silo = await TestSilo.Shared;
        var key = $"{where} fails once {Key()}";

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => silo.Grains.GetGrain<ILifeGrain>(key).Note("first"));
        Assert.Contains($"The {where} failed.", failure.ToString());

        await silo.Grains.GetGrain<ILifeGrain>(key).Note("second");
        Assert.Equal("second", silo.Diary.Read(key)[^1]);
        Assert.DoesNotContain("first", silo.Diary.Read(key));
    }

    [Fact]
    public async Task A_grain_of_another_key_is_another_grain()
    {
        var silo = await TestSilo.Shared;

        var one = await silo.Grains.GetGrain<ILifeGrain>(Key()).Activation();
        var other = await silo.Grains.GetGrain<ILifeGrain>(Key()).Activation();

        Assert.NotEqual(one, other);
    }

    [Fact]
    public async Task The_silo_counts_its_activations()
    {
        await using var silo = await TestSilo.Start();
        var before = await silo.Management.GetTotalActivationCount();

        foreach (var key in Enumerable.Range(0, 10).Select(_ => Key()))
            await silo.Grains.GetGrain<ILifeGrain>(key).Activation();

        Assert.Equal(before + 10, await silo.Management.GetTotalActivationCount());
    }

    [Fact]
    public async Task A_startup_task_may_call_grains()
    {
        var key = Key();
        await using var silo = await TestSilo.Start(builder => builder.AddStartupTask((services, _) =>
            ((IGrainFactory)services.GetService(typeof(IGrainFactory))!).GetGrain<ILifeGrain>(key).Note("started")));

        await silo.Diary.ReadUntil(key, "started");
    }

    private static string Key() => Guid.CreateVersion7().ToString();
}
