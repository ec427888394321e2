using System.Globalization;
using System.Text;
using Shop.Bench.Measuring;

namespace Shop.Bench.Reports;

/// <summary>The figures for people.</summary>
internal static class ResultTable
{
    public const string Head =
        "  case          who              clients       /s   p50 ms   p95 ms   p99 ms   max ms errors"
        + "   cpu: server   db  load   rows/s syncs/s";

    public static string Line(Measurement one) => string.Create(
        CultureInfo.InvariantCulture,
        $"  {one.Case,-13} {one.Who,-16} {one.Clients,7:N0} {one.PerSecond,8:N0} {one.P50,8:N1} {one.P95,8:N1} "
        + $"{one.P99,8:N1} {one.Max,8:N1} {one.Errors,6:N0}   {one.ServerCpu,11:N1} {one.DatabaseCpu,4:N1} "
        + $"{one.LoadCpu,5:N1} {one.Rows,8:N0} {one.Syncs,7:N0}");

    /// <summary>What the shop did, as multiples of what its rivals did; empty where it has none.</summary>
    public static string Ratios(IEnumerable<Measurement> measured) => string.Concat(measured
        .Where(one => one.Against.Count > 0)
        .Select(one => string.Create(
            CultureInfo.InvariantCulture,
            $"  {one.Case}, {one.Who} at {one.Clients:N0}: "
            + $"{string.Join(", ", one.Against.Select(rival => $"{Number(rival.Value)} x {rival.Key}"))}\n")));

    public static string Of(IEnumerable<Target> targets)
    {
        var text = new StringBuilder("\nTargets\n");
        foreach (var target in targets)
        {
            var sign = target.More ? ">=" : "<=";
            var stretch = target.Stretch is { } more ? $" (stretch {sign} {Number(more)})" : "";
            var bound = target.Bound is { } least ? $"{sign} {Number(least)}" : "";
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"  {target.Verdict,-17} {Number(target.Measured),10}  {target.Case}: {target.Claim} {bound}{stretch}");
        }

        return text.ToString();
    }

    private static string Number(double value) => value.ToString(
        Math.Abs(value) switch { 0 => "0", < 0.01 => "0.0000", < 10 => "0.00", < 100 => "0.0", _ => "N0" },
        CultureInfo.InvariantCulture);
}
