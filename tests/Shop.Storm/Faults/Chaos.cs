using System.Collections.Concurrent;
using Shop.Storm.World;

namespace Shop.Storm.Faults;

/// <summary>
/// Faults, one after another for each thing that can break, and so at any time several at once. Each kind comes up
/// once before any comes twice; what comes when follows from the seed.
/// </summary>
/// <param name="length">The longer the storm, the more time there is between faults for business.</param>
internal sealed class Chaos(StormWorld world, int seed, TimeSpan length)
{
    private const int AnswersBetweenFaults = 300;

    private static readonly TimeSpan LongestQuiet = TimeSpan.FromSeconds(8);

    private readonly int mostPause = Math.Clamp((int)length.TotalMilliseconds / 35, 2_500, 12_000);

    private readonly IReadOnlyList<Fault>[] things = [ShopFaults.All, DatabaseFaults.In(world), WireFaults.All];
    private readonly ConcurrentDictionary<string, int> struck = new();

    public int Kinds => things.SelectMany(thing => thing).Select(fault => fault.Name).Distinct().Count();

    /// <summary>How often each kind struck.</summary>
    public IReadOnlyDictionary<string, int> Struck => struck;

    /// <summary>What is under way, for whoever watches.</summary>
    public string Now { get; private set; } = "";

    /// <summary>Returns when the storm is over and the last fault is mended.</summary>
    public Task Rage(CancellationToken over) =>
        Task.WhenAll(things.Select((faults, thing) => Rage(faults, new(new(seed + (thing * 1_000_003)), over))));

    private async Task Rage(IReadOnlyList<Fault> faults, Spell spell)
    {
        while (!spell.Over.IsCancellationRequested)
        {
            var deck = faults.ToArray();
            spell.Random.Shuffle(deck);
            foreach (var fault in deck)
            {
                await Quiet(spell);
                if (spell.Over.IsCancellationRequested)
                    return;

                Now = fault.Name;
                struck.AddOrUpdate(fault.Name, 1, (_, count) => count + 1);
                await fault.Strike(world, spell);
            }
        }
    }

    /// <summary>A pause in which business goes on. A machine that is slow or busy needs a longer one.</summary>
    private async Task Quiet(Spell spell)
    {
        await spell.Lasts(500, mostPause);
        var began = TimeProvider.System.GetTimestamp();
        var enough = world.Record["answers"] + AnswersBetweenFaults;
        while (!spell.Over.IsCancellationRequested && world.Record["answers"] < enough
            && TimeProvider.System.GetElapsedTime(began) < LongestQuiet)
        {
            await Task.Delay(50, CancellationToken.None);
        }
    }
}
