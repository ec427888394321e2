namespace Shop.Bench.Reports;

/// <summary>Something that is wanted of a figure.</summary>
/// <param name="Claim">What the figure is.</param>
/// <param name="Bound">Where it is met; null when there is only a stretch.</param>
/// <param name="Stretch">Where it is more than met.</param>
/// <param name="More">Whether more is better.</param>
internal sealed record Target(string Case, string Claim, double Measured, double? Bound, double? Stretch, bool More)
{
    public static Target AtLeast(string name, string claim, double measured, double? bound, double? stretch = null) =>
        new(name, claim, measured, bound, stretch, More: true);

    public static Target AtMost(string name, string claim, double measured, double? bound, double? stretch = null) =>
        new(name, claim, measured, bound, stretch, More: false);

    public bool IsMet => Bound is not { } bound || Reaches(bound);

    public bool? IsStretchMet => Stretch is { } stretch ? Reaches(stretch) : null;

    public string Verdict =>
        Bound is null ? (IsStretchMet is true ? "stretch met" : "stretch missed")
        : !IsMet ? "MISSED"
        : IsStretchMet is true ? "met, stretch too"
        : "met";

    private bool Reaches(double bound) => More ? Measured >= bound : Measured <= bound;
}
