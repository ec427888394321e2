namespace Shop.Hosting;

public class DoorTests
{
    private long backlog;

    [Fact]
    public void Whoever_comes_while_threads_keep_up_goes_in()
    {
        using var door = Open(most: 1_000);

        Assert.All(Enter(door, 1_000), turn => Assert.True(turn!.IsCompleted));
        Assert.Null(door.TryEnter());
    }

    [Fact]
    public void While_threads_are_behind_what_is_more_than_always_waits_in_order()
    {
        using var door = Open(most: Door.Always + 3);
        backlog = Door.Calm;

        Assert.All(Enter(door, Door.Always), turn => Assert.True(turn!.IsCompleted));
        var late = Enter(door, 3);
        Assert.All(late, turn => Assert.False(turn!.IsCompleted));
        Assert.Null(door.TryEnter());

        door.Leave();
        Assert.Equal([true, false, false], late.Select(turn => turn!.IsCompleted));
        Assert.False(door.TryEnter()!.IsCompleted);
    }

    [Fact]
    public async Task Those_who_wait_go_in_when_threads_have_caught_up_though_nobody_leaves()
    {
        using var door = Open(most: 1_000);
        backlog = Door.Calm;
        _ = Enter(door, Door.Always);
        var late = Enter(door, 2);
        Assert.All(late, turn => Assert.False(turn!.IsCompleted));

        backlog = 0;

        await Task.WhenAll(late!).WaitAsync(TimeSpan.FromSeconds(10));
    }

    private Door Open(int most) => new(most, () => backlog, TimeProvider.System);

    private static List<Task?> Enter(Door door, int many) =>
        [.. Enumerable.Range(0, many).Select(_ => door.TryEnter())];
}
