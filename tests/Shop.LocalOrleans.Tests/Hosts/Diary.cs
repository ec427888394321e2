using System.Collections.Concurrent;

namespace Shop.LocalOrleans.Hosts;

/// <summary>Where grains write down what happens to them, by their key, for tests to read.</summary>
public sealed class Diary
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> pages = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> gates = new();

    public void Write(string key, string entry) => Page(key).Enqueue(entry);

    public string[] Read(string key) => [.. Page(key)];

    /// <summary>Returns when the entry is there; fails when it does not come.</summary>
    public async Task<string[]> ReadUntil(string key, string entry, int times = 1)
    {
        var deadline = Environment.TickCount64 + 20_000;
        while (Read(key).Count(one => one == entry) < times)
        {
            Assert.True(
                Environment.TickCount64 < deadline, $"{key} never wrote \"{entry}\": {string.Join(", ", Read(key))}");
            await Task.Delay(5);
        }

        return Read(key);
    }

    /// <summary>What a grain waits at until the test opens it.</summary>
    public TaskCompletionSource Gate(string key) =>
        gates.GetOrAdd(key, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    public async Task WaitAtGate(Guid key, string name)
    {
        Write(key.ToString(), $"{name} in");
        await Gate(key.ToString()).Task;
        Write(key.ToString(), $"{name} out");
    }

    private ConcurrentQueue<string> Page(string key) => pages.GetOrAdd(key, _ => new());
}
