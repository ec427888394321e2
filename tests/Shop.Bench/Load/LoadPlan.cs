namespace Shop.Bench.Load;

/// <summary>What the load generator is to do. It travels to its process as a file.</summary>
internal sealed record LoadPlan
{
    /// <summary>Stands in a request where the generator writes a fresh key each time it is sent.</summary>
    public const string FreshKey = "fresh-key-fresh-key-fresh-key-32";

    /// <summary>Stands where the generator writes a number of ten digits, each time the next.</summary>
    public const string FreshNumber = "9999999999";

    /// <summary>The number before the first.</summary>
    public const long FirstNumber = 1_000_000_000;

    /// <summary>After so many numbers they begin again.</summary>
    public const int Numbers = 500_000;

    /// <summary>On 127.0.0.1.</summary>
    public required int Port { get; init; }

    /// <summary>Each is kept open and has one request under way at most.</summary>
    public required int Connections { get; init; }

    /// <summary>Whole HTTP/1.1 requests. Connection c of n sends number c, c + n, c + 2n and so on.</summary>
    public required IReadOnlyList<string> Requests { get; init; }

    /// <summary>The statuses that count as served; all others are errors.</summary>
    public required IReadOnlyList<int> Expected { get; init; }

    /// <summary>Each request is sent once, and then it is over: no warm-up, no end by the clock.</summary>
    public bool Once { get; init; }

    /// <summary>Seconds that are not counted.</summary>
    public double WarmUp { get; init; } = 2;

    /// <summary>Seconds that are counted.</summary>
    public double Seconds { get; init; } = 5;

    /// <summary>
    /// Requests a second, whether or not answers come (an open loop); the wait for a free connection counts. Null: a
    /// connection asks again as soon as it has its answer (a closed loop).
    /// </summary>
    public double? Rate { get; init; }
}
