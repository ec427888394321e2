using Orleans.Configuration;
using Shop.LocalOrleans.Hosts;

namespace Shop.LocalOrleans.Calls;

/// <summary>A call that is not answered in time fails for its caller; what the grain does is not undone.</summary>
public sealed class TimeoutTests
{
    [Fact]
    public async Task Two_grains_that_wait_for_each_other_time_out_and_are_named()
    {
        await using var silo = await Impatient();
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        var failure = await Assert.ThrowsAsync<TimeoutException>(
            () => silo.Grains.GetGrain<IKnotGrain>(first).CallOtherWhichCallsBack(second));

        Assert.Contains($"knot/{first:N}", failure.Message);
        Assert.Contains(nameof(IKnotGrain.CallOtherWhichCallsBack), failure.Message);
    }

    [Fact]
    public async Task A_chain_of_calls_comes_back_to_a_grain_that_lets_it_in()
    {
        var silo = await TestSilo.Shared;

        await silo.Grains.GetGrain<IKnotGrain>(Guid.CreateVersion7()).CallOtherAndLetItBackIn(Guid.CreateVersion7());
    }

    [Fact]
    public async Task Only_the_chain_that_was_let_in_gets_in()
    {
        await using var silo = await Impatient();
        var key = Guid.CreateVersion7();
        var grain = silo.Grains.GetGrain<IKnotGrain>(key);
        var inside = grain.WaitAndLetOwnChainIn();
        await silo.Diary.ReadUntil(key.ToString(), "own in");

        await Assert.ThrowsAsync<TimeoutException>(grain.Nothing);

        silo.Diary.Gate(key.ToString()).SetResult();
        await Assert.ThrowsAsync<TimeoutException>(() => inside);
    }

    [Fact]
    public async Task A_method_may_have_a_time_of_its_own()
    {
        var silo = await TestSilo.Shared;
        var key = Guid.CreateVersion7();

        await Assert.ThrowsAsync<TimeoutException>(() => silo.Grains.GetGrain<IKnotGrain>(key).Hurry());

        silo.Diary.Gate(key.ToString()).SetResult();
    }

    [Fact]
    public async Task A_call_that_timed_out_while_it_waited_is_never_served()
    {
        await using var silo = await Impatient();
        var key = Guid.CreateVersion7();
        var grain = silo.Grains.GetGrain<IKnotGrain>(key);
        var inside = grain.WaitAndLetOwnChainIn();
        await silo.Diary.ReadUntil(key.ToString(), "own in");

        await Assert.ThrowsAsync<TimeoutException>(() => grain.Write("too late"));
        await Assert.ThrowsAsync<TimeoutException>(() => inside);
        silo.Diary.Gate(key.ToString()).SetResult();
        await grain.Write("in time");

        Assert.Equal(["own in", "own out", "in time"], silo.Diary.Read(key.ToString()));
    }

    private static Task<TestSilo> Impatient() => TestSilo.Start(silo =>
    {
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(1));
        silo.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(1));
    });
}

public interface IKnotGrain : IGrainWithGuidKey
{
    Task CallOtherWhichCallsBack(Guid other);

    Task CallOtherAndLetItBackIn(Guid other);

    Task CallBack(Guid first);

    Task Nothing();

    Task WaitAndLetOwnChainIn();

    Task Write(string entry);

    [ResponseTimeout("00:00:00.3")]
    Task Hurry();
}

[GrainType("knot")]
internal sealed class KnotGrain(Diary diary) : Grain, IKnotGrain
{
    public Task CallOtherWhichCallsBack(Guid other) =>
        GrainFactory.GetGrain<IKnotGrain>(other).CallBack(this.GetPrimaryKey());

    public async Task CallOtherAndLetItBackIn(Guid other)
    {
        using var open = RequestContext.AllowCallChainReentrancy();
        await CallOtherWhichCallsBack(other);
    }

    public Task CallBack(Guid first) => GrainFactory.GetGrain<IKnotGrain>(first).Nothing();

    public Task Nothing() => Task.CompletedTask;

    public async Task WaitAndLetOwnChainIn()
    {
        using var open = RequestContext.AllowCallChainReentrancy();
        await diary.WaitAtGate(this.GetPrimaryKey(), "own");
    }

    public Task Write(string entry)
    {
        diary.Write(this.GetPrimaryKey().ToString(), entry);
        return Task.CompletedTask;
    }

    public Task Hurry() => diary.Gate(this.GetPrimaryKey().ToString()).Task;
}
