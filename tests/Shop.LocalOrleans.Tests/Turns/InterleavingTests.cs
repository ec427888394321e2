using Shop.LocalOrleans.Hosts;

namespace Shop.LocalOrleans.Turns;

/// <summary>A call that waits at the gate is inside while others come; the diary says who got in beside it.</summary>
public sealed class InterleavingTests
{
    [Fact]
    public async Task Calls_of_an_ordinary_grain_run_one_at_a_time_in_the_order_of_arrival()
    {
        await using var stage = await Stage.Open<IOrdinaryGrain>(grain => grain.Wait("first"));

        var others = Enumerable.Range(0, 50).Select(i => stage.Grain.Note($"{i}")).ToArray();
        await Task.Delay(50);

        Assert.Equal(["first in"], stage.Diary);
        await stage.Close(others);
        Assert.Equal(["first in", "first out", .. Enumerable.Range(0, 50).Select(i => $"{i}")], stage.Diary);
    }

    [Fact]
    public async Task Calls_of_a_reentrant_grain_interleave()
    {
        await using var stage = await Stage.Open<IReentrantGrain>(grain => grain.Wait("first"));

        await stage.Grain.Note("second");
        await stage.Close();

        Assert.Equal(["first in", "second", "first out"], stage.Diary);
    }

    [Fact]
    public async Task An_always_interleaving_method_gets_in_and_others_still_wait()
    {
        await using var stage = await Stage.Open<IOrdinaryGrain>(grain => grain.Wait("first"));
        var ordinary = stage.Grain.Note("ordinary");

        await stage.Grain.NoteAlways("always");
        await stage.Close(ordinary);

        Assert.Equal(["first in", "always", "first out", "ordinary"], stage.Diary);
    }

    [Fact]
    public async Task An_ordinary_call_gets_in_beside_an_always_interleaving_one()
    {
        await using var stage = await Stage.Open<IOrdinaryGrain>(grain => grain.WaitAlways("always"));

        await stage.Grain.Note("ordinary");
        await stage.Close();

        Assert.Equal(["always in", "ordinary", "always out"], stage.Diary);
    }

    [Fact]
    public async Task Read_only_calls_interleave_with_each_other_but_not_with_writes()
    {
        await using var stage = await Stage.Open<IOrdinaryGrain>(grain => grain.WaitReadOnly("reader"));
        var write = stage.Grain.Note("write");

        await stage.Grain.NoteReadOnly("read");
        Assert.Equal(["reader in", "read"], stage.Diary);
        await stage.Close(write);

        Assert.Equal(["reader in", "read", "reader out", "write"], stage.Diary);
    }

    [Fact]
    public async Task Read_only_calls_wait_for_a_write()
    {
        await using var stage = await Stage.Open<IOrdinaryGrain>(grain => grain.Wait("write"));
        var read = stage.Grain.NoteReadOnly("read");
        await Task.Delay(50);

        await stage.Close(read);

        Assert.Equal(["write in", "write out", "read"], stage.Diary);
    }

    /// <summary>One-way messages come in the order that their sender sent them, if they come from one turn.</summary>
    private sealed class Stage : IAsyncDisposable
    {
        private readonly TestSilo silo;
        private readonly Guid key;
        private readonly Task inside;

        private Stage(TestSilo silo, Guid key, IInterleavingGrain grain, Task inside) =>
            (this.silo, this.key, Grain, this.inside) = (silo, key, grain, inside);

        public IInterleavingGrain Grain { get; }

        public string[] Diary => silo.Diary.Read(key.ToString());

        public static async Task<Stage> Open<TGrain>(Func<IInterleavingGrain, Task> enter)
            where TGrain : IInterleavingGrain
        {
            var silo = await TestSilo.Shared;
            var key = Guid.CreateVersion7();
            var grain = silo.Grains.GetGrain<TGrain>(key);
            var inside = enter(grain);
            while (silo.Diary.Read(key.ToString()).Length == 0)
                await Task.Delay(1);
            return new Stage(silo, key, grain, inside);
        }

        public Task Close(params Task[] others)
        {
            silo.Diary.Gate(key.ToString()).TrySetResult();
            return Task.WhenAll([inside, .. others]);
        }

        public async ValueTask DisposeAsync() => await Close();
    }
}

public interface IInterleavingGrain : IGrainWithGuidKey
{
    Task Wait(string name);

    Task Note(string name);

    [ReadOnly]
    Task WaitReadOnly(string name);

    [ReadOnly]
    Task NoteReadOnly(string name);

    [AlwaysInterleave]
    Task WaitAlways(string name);

    [AlwaysInterleave]
    Task NoteAlways(string name);
}

public interface IOrdinaryGrain : IInterleavingGrain;

public interface IReentrantGrain : IInterleavingGrain;

internal sealed class OrdinaryGrain(Diary diary) : Grain, IOrdinaryGrain
{
    public Task Wait(string name) => diary.WaitAtGate(this.GetPrimaryKey(), name);

    public Task WaitReadOnly(string name) => Wait(name);

    public Task WaitAlways(string name) => Wait(name);

    public Task Note(string name)
    {
        diary.Write(this.GetPrimaryKey().ToString(), name);
        return Task.CompletedTask;
    }

    public Task NoteReadOnly(string name) => Note(name);

    public Task NoteAlways(string name) => Note(name);
}

[Reentrant]
internal sealed class ReentrantGrain(Diary diary) : Grain, IReentrantGrain
{
    public Task Wait(string name) => diary.WaitAtGate(this.GetPrimaryKey(), name);

    public Task WaitReadOnly(string name) => Wait(name);

    public Task WaitAlways(string name) => Wait(name);

    public Task Note(string name)
    {
        diary.Write(this.GetPrimaryKey().ToString(), name);
        return Task.CompletedTask;
    }

    public Task NoteReadOnly(string name) => Note(name);

    public Task NoteAlways(string name) => Note(name);
}
