namespace Shop.Bench;

/// <param name="Cases">By name; all when empty.</param>
/// <param name="Quick">Fewer sizes, and less time for each.</param>
/// <param name="Json">Where the figures are written, too.</param>
internal sealed record BenchOptions(IReadOnlyList<string> Cases, bool Quick, string? Json)
{
    /// <summary>Seconds that a figure is counted for.</summary>
    public double Seconds => Quick ? 3 : 5;

    /// <summary>Seconds before: the code is compiled for what it meets, and caches fill.</summary>
    public double WarmUp => Quick ? 1.5 : 2;

    /// <summary>Buyers at once at a flash sale.</summary>
    public IReadOnlyList<int> Crowds => Quick ? [64, 256] : [16, 64, 256, 1_000];
}
