using System.Diagnostics;
using System.Net;
using System.Threading.Channels;

namespace Shop.Bench.Load;

/// <summary>Carries out a plan: opens the connections, gives them their turns, counts what they bring.</summary>
internal sealed class LoadRun(LoadPlan plan)
{
    private static readonly long TicksPerMicrosecond = Stopwatch.Frequency / 1_000_000;

    /// <summary>Answers that are not there by then are not waited for: they would not be counted anyway.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Latencies?[] byStatus = new Latencies?[600];
    private readonly Latencies expected = new();
    private readonly Channel<long> arrivals = Channel.CreateUnbounded<long>(
        new UnboundedChannelOptions { SingleWriter = true, AllowSynchronousContinuations = true });

    private long from = long.MaxValue;
    private long until = long.MaxValue;
    private volatile bool over;
    private long lost;

    /// <summary>When the next request is due, in ticks of the stopwatch; null when it is over.</summary>
    public ValueTask<long?> Turn() =>
        over ? new((long?)null)
        : plan.Rate is null ? new(Stopwatch.GetTimestamp())
        : Arrival();

    /// <param name="due">When it should have been sent.</param>
    /// <param name="sent">When it was; later than due when every connection was busy.</param>
    public void Note(int status, long due, long sent)
    {
        var now = Stopwatch.GetTimestamp();
        if (now < Volatile.Read(ref from) || now >= Volatile.Read(ref until))
            return;

        LazyInitializer.EnsureInitialized(ref byStatus[status]).Add((now - sent) / TicksPerMicrosecond);
        if (plan.Expected.Contains(status))
            expected.Add((now - due) / TicksPerMicrosecond);
    }

    public void NoteLost() => Interlocked.Increment(ref lost);

    /// <param name="told">Called when counting begins and when it ends.</param>
    /// <param name="stop">Ends it early.</param>
    public async Task<LoadReport> Run(Action<string> told, CancellationToken stop)
    {
        var server = new IPEndPoint(IPAddress.Loopback, plan.Port);
        var wires = Enumerable.Range(0, plan.Connections)
            .Select(number => new Wire(this, new RequestRing(plan, number), server)).ToList();
        foreach (var wire in wires)
            await wire.Open();

        var seconds = plan.Once ? await All(wires, told) : await ByTheClock(wires, told, stop);
        return new(
            seconds,
            [
                AnswerCount.Of(0, expected),
                .. byStatus.Index().Where(one => one.Item is not null)
                    .Select(one => AnswerCount.Of(one.Index, one.Item!)),
            ],
            Interlocked.Read(ref lost));
    }

    private async Task<double> All(List<Wire> wires, Action<string> told)
    {
        told(LoadCommand.Begins);
        var began = Stopwatch.GetTimestamp();
        Volatile.Write(ref from, began);
        await Task.WhenAll(wires.Select(wire => Task.Run(wire.Work)));
        told(LoadCommand.Ends);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private async Task<double> ByTheClock(List<Wire> wires, Action<string> told, CancellationToken stop)
    {
        var work = wires.Select(wire => Task.Run(wire.Work, CancellationToken.None)).ToList();
        var pace = plan.Rate is { } rate ? Pace(rate) : Task.CompletedTask;
        await Task.Delay(TimeSpan.FromSeconds(plan.WarmUp), stop);
        told(LoadCommand.Begins);
        var began = Stopwatch.GetTimestamp();
        Volatile.Write(ref from, began);
        await Task.Delay(TimeSpan.FromSeconds(plan.Seconds), stop);
        var ended = Stopwatch.GetTimestamp();
        Volatile.Write(ref until, ended);
        told(LoadCommand.Ends);
        over = true;
        arrivals.Writer.TryComplete();
        await Task.WhenAny(Task.WhenAll([.. work, pace]), Task.Delay(Patience, stop));
        return Stopwatch.GetElapsedTime(began, ended).TotalSeconds;
    }

    /// <summary>Every millisecond lets in whatever became due since, however far behind the answers are.</summary>
    private async Task Pace(double rate)
    {
        var interval = Stopwatch.Frequency / rate;
        double due = Stopwatch.GetTimestamp();
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (!over && await ticks.WaitForNextTickAsync())
        {
            for (var now = Stopwatch.GetTimestamp(); due <= now && !over; due += interval)
                arrivals.Writer.TryWrite((long)due);
        }
    }

    private async ValueTask<long?> Arrival()
    {
        try
        {
            var due = await arrivals.Reader.ReadAsync();
            return over ? null : due;
        }
        catch (ChannelClosedException)
        {
            return null;
        }
    }
}
