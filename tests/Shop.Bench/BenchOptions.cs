namespace Shop.Bench;

/// <param name="Cases">By name; all when empty.</param>
/// <param name="Quick">Fewer sizes, and less time for each.</param>
/// <param name="Json">Where the figures are written, too; null for the place they always have.</param>
/// <param name="Statements">Tell after each case which SQL took the time. It costs a little to count that.</param>
internal sealed record BenchOptions(IReadOnlyList<string> Cases, bool Quick, string? Json, bool Statements)
{
    /// <summary>Seconds that a figure is counted for.</summary>
    public double Seconds => Quick ? 1.25 : 3;

    /// <summary>Seconds before each: caches fill.</summary>
    public double WarmUp => Quick ? 0.5 : 1.5;

    /// <summary>Seconds before the first of a case: some of its code is new.</summary>
    public double CaseWarmUp => Quick ? 1 : 3;

    /// <summary>Seconds before all: nothing was compiled yet, and what is much used is compiled twice.</summary>
    public double FirstWarmUp => Quick ? 10 : 22;

    /// <summary>Seconds before all in a process that is there for one case.</summary>
    public double OtherWarmUp => Quick ? 3 : 15;

    /// <summary>Buyers with an account. Fewer than a sale has clients share one now and then.</summary>
    public int People => Quick ? 1_000 : 2_000;

    /// <summary>Buyers at once at a flash sale.</summary>
    public IReadOnlyList<int> Crowds => Quick ? [256] : [16, 64, 256, 1_000];

    /// <summary>Payments that come in.</summary>
    public int Payments => Quick ? 2_000 : 10_000;

    /// <summary>Past orders of one SKU, from few to many.</summary>
    public IReadOnlyList<int> Pasts => Quick ? [10, 10_000] : [10, 10_000, 1_000_000];

    /// <summary>Products of the catalogue, from few to many. The first is about what the demo brings.</summary>
    public IReadOnlyList<int> Catalogues => Quick ? [1_000, 10_000] : [1_000, 100_000, 1_000_000];
}
