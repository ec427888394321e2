using Shop.LocalOrleans.Hosts;
using Shop.LocalOrleans.State;

namespace Shop.LocalOrleans.Local;

public sealed class MemoryTests
{
    private const int Grains = 100_000;
    private const long Gibibyte = 1L << 30;

    /// <summary>The heap of the whole process is weighed, other tests included: the grains take less.</summary>
    [Fact]
    public async Task A_hundred_thousand_live_grains_fit_in_one_gibibyte()
    {
        await using var silo = await TestSilo.Start();

        await Parallel.ForAsync(0, Grains, async (i, _) =>
            await silo.Grains.GetGrain<IMemoryShelfGrain>($"shelf/{i}").Put(i));

        Assert.True(await silo.Management.GetTotalActivationCount() >= Grains);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true), 0, Gibibyte);
        Assert.Equal(99_999, (await silo.Grains.GetGrain<IMemoryShelfGrain>("shelf/99999").View()).Books);
    }
}
