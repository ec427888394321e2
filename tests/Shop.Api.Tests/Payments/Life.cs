using System.Text;
using System.Text.RegularExpressions;
using Shop.Testing;

namespace Shop.Payments;

/// <summary>
/// The life of one process. Counted are the steps by which it leaves a mark on the world, its writes and its calls of
/// providers, and at one of them it is struck.
/// </summary>
internal sealed partial class Life
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource death = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Step> met = [];
    private Blow? coming;
    private bool dying;

    /// <summary>What was met since <see cref="Expect"/>, in order.</summary>
    public IReadOnlyList<Step> Met
    {
        get
        {
            lock (gate)
                return [.. met];
        }
    }

    /// <summary>Whether the blow came.</summary>
    public bool IsStruck { get; private set; }

    /// <summary>Completes when the process dies. From then on nothing that it says reaches anybody.</summary>
    public Task Death => death.Task;

    public bool IsOver => death.Task.IsCompleted;

    /// <summary>The steps are counted from now on.</summary>
    public void Expect(Blow? blow)
    {
        lock (gate)
        {
            (coming, IsStruck) = (blow, false);
            met.Clear();
        }
    }

    /// <summary>What has not struck by now will not.</summary>
    public void Spare()
    {
        lock (gate)
            coming = null;
    }

    /// <summary>It says something to its database.</summary>
    public Fate Says(ReadOnlyMemory<byte> said)
    {
        var text = Encoding.Latin1.GetString(said.Span);
        return Write().Match(text) is { Success: true } write && !LooksWhatIsDue(text) ? Meet(write.Value)
            : IsOver ? Fate.LosesRequest
            : Fate.Passes;
    }

    /// <summary>It is about to make a step.</summary>
    public Fate Meet(string name)
    {
        lock (gate)
        {
            if (IsOver)
                return Fate.LosesRequest;

            var step = new Step(name, met.Count(one => one.Name == name) + 1);
            met.Add(step);
            if (coming is not { } blow || blow.At != step)
                return Fate.Passes;

            (IsStruck, coming, dying) = (true, null, blow.Kills);
            if (blow.Fate is Fate.LosesRequest)
                Die();
            return blow.Fate;
        }
    }

    /// <summary>The step was made, and its answer is lost.</summary>
    public void Die()
    {
        if (dying)
            death.TrySetResult();
    }

    /// <summary>Which a process does every second, and mostly finds nothing.</summary>
    private static bool LooksWhatIsDue(string text) => text.Contains("due_at <= ", StringComparison.Ordinal);

    /// <summary>How messages go out, what is counted later and what the engine keeps are other stories.</summary>
    [GeneratedRegex("(insert into|update|delete from) (?!outbox|webhook_|orleans|catalog_|products|skip)[a-z_]+")]
    private static partial Regex Write();
}

/// <summary>Known by name, not by number: of two that happen at once, nobody knows which comes first.</summary>
/// <param name="Time">The first of this name, the second, and so on.</param>
internal sealed record Step(string Name, int Time)
{
    public override string ToString() => $"{Name} ({Time})";
}

/// <param name="At">At which step.</param>
/// <param name="Fate">What becomes of that step.</param>
/// <param name="Kills">Whether the process dies of it, or lives on and does not know what happened.</param>
internal sealed record Blow(Step At, Fate Fate, bool Kills);
