using Orleans.Configuration;
using Shop.LocalOrleans.Calls;
using Shop.LocalOrleans.Hosts;

namespace Shop.LocalOrleans.Local;

public sealed class CallChainTests
{
    [Fact]
    public async Task A_knot_of_calls_is_told_from_its_beginning_to_its_end()
    {
        await using var silo = await TestSilo.Start(builder => builder.Configure<SiloMessagingOptions>(
            options => options.ResponseTimeout = TimeSpan.FromSeconds(2)));
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        var failure = await Assert.ThrowsAsync<TimeoutException>(
            () => silo.Grains.GetGrain<IKnotGrain>(first).CallOtherWhichCallsBack(second));

        Assert.StartsWith("Response did not arrive on time in 00:00:02 for knot/", failure.Message);
        Assert.EndsWith(
            $" It is part of knot/{first:N} IKnotGrain.CallOtherWhichCallsBack → knot/{second:N} IKnotGrain.CallBack"
            + $" → knot/{first:N} IKnotGrain.Nothing."
            + $" The last waits for knot/{first:N} IKnotGrain.CallOtherWhichCallsBack to end.",
            failure.Message);
    }
}
