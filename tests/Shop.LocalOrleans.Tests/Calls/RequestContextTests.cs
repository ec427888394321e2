using Shop.LocalOrleans.Hosts;

namespace Shop.LocalOrleans.Calls;

public sealed class RequestContextTests
{
    [Fact]
    public async Task What_a_caller_sets_reaches_the_grain_and_the_grains_it_calls()
    {
        var grain = await Grain();
        RequestContext.Set("who", "caller");

        Assert.Equal(["caller", "caller", "caller"], await grain.SeenHereAfterAwaitAndElsewhere("who"));
    }

    [Fact]
    public async Task What_a_grain_sets_does_not_come_back_nor_stay()
    {
        var grain = await Grain();

        await grain.Set("who", "grain");

        Assert.Null(RequestContext.Get("who"));
        Assert.Equal(["", "", ""], await grain.SeenHereAfterAwaitAndElsewhere("who"));
    }

    [Fact]
    public async Task Calls_at_the_same_time_do_not_see_each_others_values()
    {
        var grain = await Grain();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(async () =>
        {
            RequestContext.Set("who", $"{i}");
            Assert.Equal([$"{i}", $"{i}", $"{i}"], await grain.SeenHereAfterAwaitAndElsewhere("who"));
        })));
    }

    [Fact]
    public async Task What_was_removed_or_cleared_is_not_sent()
    {
        var grain = await Grain();
        RequestContext.Set("who", "caller");
        RequestContext.Set("what", "thing");

        Assert.True(RequestContext.Remove("who"));
        Assert.Equal(["", "", ""], await grain.SeenHereAfterAwaitAndElsewhere("who"));
        Assert.Equal(["what"], RequestContext.Keys);

        RequestContext.Clear();
        Assert.Equal(["", "", ""], await grain.SeenHereAfterAwaitAndElsewhere("what"));
    }

    private static async Task<IContextGrain> Grain() =>
        (await TestSilo.Shared).Grains.GetGrain<IContextGrain>(Guid.CreateVersion7());
}

public interface IContextGrain : IGrainWithGuidKey
{
    Task<string[]> SeenHereAfterAwaitAndElsewhere(string key);

    Task<string> Seen(string key);

    Task Set(string key, string value);
}

[Reentrant]
internal sealed class ContextGrain : Grain, IContextGrain
{
    public async Task<string[]> SeenHereAfterAwaitAndElsewhere(string key)
    {
        var here = $"{RequestContext.Get(key)}";
        await Task.Yield();
        var afterAwait = $"{RequestContext.Get(key)}";
        return [here, afterAwait, await GrainFactory.GetGrain<IContextGrain>(Guid.CreateVersion7()).Seen(key)];
    }

    public Task<string> Seen(string key) => Task.FromResult($"{RequestContext.Get(key)}");

    public Task Set(string key, string value)
    {
        RequestContext.Set(key, value);
        return Task.CompletedTask;
    }
}
