using Orleans.Runtime.Hosting;
using Orleans.Storage;
using Shop.LocalOrleans.Hosts;

namespace Shop.LocalOrleans.State;

/// <summary>What a grain may rely on whatever keeps its state.</summary>
public sealed class StateTests
{
    [Fact]
    public async Task A_state_that_was_never_written_is_a_new_one()
    {
        var shelf = (await TestSilo.Shared).Grains.GetGrain<IMemoryShelfGrain>(Key());

        var view = await shelf.View();

        Assert.Equal((0, false), (view.Books, view.RecordExists));
    }

    [Fact]
    public async Task A_state_outlives_its_activation()
    {
        var shelf = (await TestSilo.Shared).Grains.GetGrain<IMemoryShelfGrain>(Key());
        var written = await shelf.Put(3);

        await shelf.Leave();

        Assert.Equal(written, await shelf.View());
        Assert.True(written.RecordExists);
    }

    [Fact]
    public async Task A_state_that_was_cleared_is_a_new_one_and_can_be_written_again()
    {
        var shelf = (await TestSilo.Shared).Grains.GetGrain<IMemoryShelfGrain>(Key());
        await shelf.Put(3);

        Assert.Equal((0, false), Told(await shelf.Clear()));
        await shelf.Leave();
        Assert.Equal((0, false), Told(await shelf.View()));
        Assert.Equal((4, true), Told(await shelf.Put(4)));
    }

    [Fact]
    public async Task A_failed_write_leaves_memory_as_storage_has_it_and_the_grain_active()
    {
        var storage = new FrailStorage();
        await using var silo = await WithFrail(storage);
        var shelf = silo.Grains.GetGrain<IFrailShelfGrain>(Key());
        await shelf.Put(1);

        storage.Fails = true;
        var failure = await Assert.ThrowsAnyAsync<OrleansException>(() => shelf.Put(2));
        storage.Fails = false;

        Assert.Contains("The disk is away.", failure.ToString());
        Assert.Equal(1, (await shelf.View()).Books);
        Assert.Equal(1, storage.Reads);
        Assert.Equal(1, (await shelf.ReadAgain()).Books);
        Assert.Equal(3, (await shelf.Put(3)).Books);
    }

    [Fact]
    public async Task A_state_that_cannot_be_read_fails_the_call_and_the_next_one_reads_it()
    {
        var storage = new FrailStorage { Fails = true };
        await using var silo = await WithFrail(storage);
        var shelf = silo.Grains.GetGrain<IFrailShelfGrain>(Key());

        var failure = await Assert.ThrowsAnyAsync<Exception>(shelf.View);
        storage.Fails = false;

        Assert.Contains("The disk is away.", failure.ToString());
        Assert.Equal(0, (await shelf.View()).Books);
    }

    [Fact]
    public async Task Writes_that_overlap_end_with_the_last_state_in_storage()
    {
        var shelf = (await TestSilo.Shared).Grains.GetGrain<IMemoryShelfGrain>(Key());

        Assert.Equal(100, await shelf.PutManyAtOnce(100));
    }

    [Fact]
    public async Task A_state_is_used_in_turns_only()
    {
        var shelf = (await TestSilo.Shared).Grains.GetGrain<IMemoryShelfGrain>(Key());

        Assert.Equal("refused", await shelf.UseOutsideOfTurns());
    }

    [Fact]
    public async Task A_storage_that_nobody_registered_is_named()
    {
        var shelf = (await TestSilo.Shared).Grains.GetGrain<ILostShelfGrain>(Key());

        var failure = await Assert.ThrowsAnyAsync<Exception>(shelf.View);

        Assert.Contains(nameof(BadProviderConfigException), failure.ToString());
        Assert.Contains("\"lost\"", failure.ToString());
    }

    private static Task<TestSilo> WithFrail(FrailStorage storage) =>
        TestSilo.Start(silo => silo.Services.AddGrainStorage("frail", (_, _) => storage));

    private static (int, bool) Told(ShelfView view) => (view.Books, view.RecordExists);

    private static string Key() => $"shelf/{Guid.CreateVersion7()}";
}
