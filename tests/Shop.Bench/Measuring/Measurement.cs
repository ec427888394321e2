using System.Diagnostics;
using Shop.Bench.Load;

namespace Shop.Bench.Measuring;

/// <summary>One line of the result. Times in milliseconds, CPU in seconds of a core.</summary>
internal sealed record Measurement
{
    /// <summary>What was measured, as <c>hot</c>.</summary>
    public required string Case { get; init; }

    /// <summary>Who: <c>shop</c>, or the rival.</summary>
    public required string Who { get; init; }

    /// <summary>Clients at once.</summary>
    public required int Clients { get; init; }

    public double Seconds { get; init; }

    /// <summary>What was asked for and served, a second.</summary>
    public required double PerSecond { get; init; }
    public double P50 { get; init; }
    public double P95 { get; init; }
    public double P99 { get; init; }
    public double Max { get; init; }

    /// <summary>Answers that were not expected, and connections that broke.</summary>
    public long Errors { get; init; }

    /// <summary>Of the shop, or of the rival's server.</summary>
    public double ServerCpu { get; init; }
    public double DatabaseCpu { get; init; }
    public double LoadCpu { get; init; }

    /// <summary>What one answer took of the cores, in seconds: the shop's part and PostgreSQL's.</summary>
    public double Cost => (ServerCpu + DatabaseCpu) / (PerSecond * Seconds);

    /// <summary>Written, a second.</summary>
    public double Rows { get; init; }

    public double Transactions { get; init; }

    /// <summary>Of the write-ahead log to disk, a second.</summary>
    public double Syncs { get; init; }

    /// <summary>Orders that one sync made durable.</summary>
    public double OrdersPerSync { get; init; }

    /// <summary>By status, where more than one came.</summary>
    public IReadOnlyList<AnswerCount> Answers { get; init; } = [];

    /// <summary>This throughput, as a multiple of a rival's in the same run.</summary>
    public Dictionary<string, double> Against { get; } = [];

    public Measurement With(Counters did)
    {
        var seconds = did.At / (double)Stopwatch.Frequency;
        return this with
        {
            ServerCpu = did.ServerCpu,
            DatabaseCpu = did.DatabaseCpu,
            LoadCpu = did.LoadCpu,
            Rows = did.Rows / seconds,
            Transactions = did.Transactions / seconds,
            Syncs = did.Syncs / seconds,
            OrdersPerSync = did.Syncs > 0 ? did.Orders / (double)did.Syncs : 0,
        };
    }

    public Measurement With(LoadReport report)
    {
        var served = report.Answers[0];
        return this with
        {
            Seconds = report.Seconds,
            PerSecond = served.Count / report.Seconds,
            P50 = served.P50,
            P95 = served.P95,
            P99 = served.P99,
            Max = served.Max,
            Errors = report.Answers.Skip(1).Sum(answer => answer.Count) - served.Count + report.Lost,
            Answers = [.. report.Answers.Skip(1)],
        };
    }
}
