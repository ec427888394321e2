using System.Collections.Immutable;
using System.Diagnostics;
using Shop.Storm.Checks;
using Shop.Storm.Customers;
using Shop.Storm.Faults;
using Shop.Storm.World;

namespace Shop.Storm;

/// <summary>One storm, from an empty database to the verdict.</summary>
internal sealed class StormRun(StormPlan plan, TextWriter output)
{
    /// <summary>A request that died with its process keeps its key for so long, and whoever repeats it waits.</summary>
    private static readonly TimeSpan KeyLease = TimeSpan.FromSeconds(65);

    private readonly Stopwatch time = Stopwatch.StartNew();

    public async Task<StormReport> Run(CancellationToken stop)
    {
        await using var world = await StormWorld.Create(plan.Program, plan.Seed, stop);
        world.Keep();
        using var shop = new ShopClient(world.Door, world.Record);
        var staff = new Staff(shop, world.Record, new Random(plan.Seed));
        var market = await Market.Open(shop, await staff.SignIn());
        var chaos = new Chaos(world, plan.Seed, plan.Length);

        await Say("the shop is open");
        await Rage(world, shop, staff, market, chaos, stop);
        await Say("the storm is over, and everybody has gone home");
        var healed = await Heal(world, TimeSpan.Zero);
        var ended = await Heal(world, StormWorld.AllLate);
        await Say("nothing is half-way");
        var stopped = await StopInTime(world);
        await StartAgain(world);
        await Say("the shop is started anew");
        var evidence = await Evidence.Gather(world.Record, market, staff, world.Database);
        var verdicts = (await Judge(evidence, healed, ended)).Add(stopped);
        await Say("everything is checked");
        var report = new StormReport(world.Record, chaos.Struck, chaos.Kinds, healed, ended, verdicts);
        if (report.Holds)
            world.Forget();
        else
            await output.WriteLineAsync($"Logs and data are kept in {world.Folder}");

        return report;
    }

    private async Task Rage(
        StormWorld world, ShopClient shop, Staff staff, Market market, Chaos chaos, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        over.CancelAfter(plan.Length);
        var people = Enumerable.Range(1, StormPlan.Customers)
            .Select(number => new Customer(shop, world.Record, market, new Random((plan.Seed * 1_009) + number)))
            .Select(customer => customer.Live(over.Token))
            .Append(staff.Live(market, over.Token))
            .ToList();
        var weather = chaos.Rage(over.Token);
        await Tell(world, chaos, Task.WhenAll(people.Append(weather)), over.Token);
        await weather;
        world.Jump(KeyLease);
        await Task.WhenAll(people);
        stop.ThrowIfCancellationRequested();
    }

    private async Task Tell(StormWorld world, Chaos chaos, Task all, CancellationToken over)
    {
        var record = world.Record;
        while (!over.IsCancellationRequested && !all.IsFaulted)
        {
            await Say(
                $"{record["checkouts"],6:N0} checkouts   {record.Sales.Count,6:N0} orders   "
                + $"{chaos.Struck.Values.Sum(),4:N0} faults   {chaos.Now}");
            await Task.Delay(TimeSpan.FromSeconds(10), over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task Say(string what) => output.WriteLineAsync($"{time.Elapsed.TotalSeconds,4:N0} s   {what}");

    private static Task<TimeSpan?> Heal(StormWorld world, TimeSpan jump)
    {
        if (jump > TimeSpan.Zero)
            world.Jump(jump);

        return new Calm(world.Database, Calm.Patience).Comes(world.Ahead);
    }

    private static async Task<ImmutableArray<Verdict>> Judge(Evidence evidence, TimeSpan? healed, TimeSpan? ended)
    {
        var verdicts = ImmutableArray.CreateBuilder<Verdict>();
        verdicts.Add(InTime("The shop healed within a minute of the last fault", healed));
        verdicts.Add(InTime("Every order that nobody paid ended within a minute of its time", ended));
        foreach (var check in Check.All)
            verdicts.Add(new(check.Claim, [.. await check.Find(evidence)]));

        return verdicts.ToImmutable();
    }

    private static Verdict InTime(string claim, TimeSpan? took) =>
        new(claim, took switch
        {
            null => ["it did not"],
            { } known when known > Calm.Promise => [$"it took {known.TotalSeconds:N0} s"],
            _ => [],
        });

    /// <summary>So that the last answers come from what is stored, and not from anybody's memory.</summary>
    private static async Task StartAgain(StormWorld world)
    {
        await world.Shop.Kill();
        world.Shop.Start();
        await world.Shop.UntilReady(CancellationToken.None);
    }

    private static async Task<Verdict> StopInTime(StormWorld world)
    {
        var exit = await world.Shop.Stop();
        return new("The shop stops when it is asked to", exit switch
        {
            0 => [],
            null => [$"it ran on for {ShopProcess.StopTime.TotalSeconds} s"],
            _ => [$"exit code {exit}"],
        });
    }
}
