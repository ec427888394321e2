using System.Collections.Immutable;
using Shop.Storm.Customers;

namespace Shop.Storm;

/// <summary>What came of a storm.</summary>
/// <param name="Faults">How often each kind struck.</param>
/// <param name="Kinds">How many kinds there are.</param>
/// <param name="Healed">After the last fault; null when it did not.</param>
/// <param name="Ended">After the time of every order was up; null when some did not end.</param>
/// <param name="Verdicts">What was found against each claim.</param>
internal sealed record StormReport(
    Record Record, IReadOnlyDictionary<string, int> Faults, int Kinds, TimeSpan? Healed, TimeSpan? Ended,
    ImmutableArray<Verdict> Verdicts)
{
    /// <summary>Enough to see what is wrong; the rest is counted.</summary>
    private const int MostShown = 10;

    public bool Holds => Verdicts.All(verdict => verdict.Holds);

    public void Write(TextWriter output)
    {
        output.WriteLine();
        foreach (var (kind, times) in Faults.OrderBy(fault => fault.Key, StringComparer.Ordinal))
            output.WriteLine($"  {times,6:N0}  {kind}");

        output.WriteLine($"  {Faults.Values.Sum(),6:N0}  faults, {Faults.Count} of {Kinds} kinds");
        output.WriteLine();
        output.WriteLine($"  {Record["checkouts"],6:N0}  checkouts");
        output.WriteLine($"  {Record.Sales.Count,6:N0}  orders acknowledged");
        output.WriteLine($"  {Record["checkout: out_of_stock"],6:N0}  sold-out answers");
        output.WriteLine($"  {Record["told pay"],6:N0}  payments");
        output.WriteLine($"  {Record["told decline"],6:N0}  declined");
        output.WriteLine($"  {Record["cancelled"],6:N0}  cancelled");
        output.WriteLine($"  {Record["requests sent again"],6:N0}  requests sent again, because no answer came");
        output.WriteLine($"  {Record["starts given up"],6:N0}  starts of the shop given up");
        output.WriteLine($"          healed {Words(Healed)}, all orders ended {Words(Ended)}");
        output.WriteLine();
        foreach (var verdict in Verdicts)
            Write(verdict, output);
    }

    private static void Write(Verdict verdict, TextWriter output)
    {
        output.WriteLine($"  {(verdict.Holds ? "yes" : "NO "),-4} {verdict.Claim}");
        foreach (var found in verdict.Found.Take(MostShown))
            output.WriteLine($"         {found}");

        if (verdict.Found.Length > MostShown)
            output.WriteLine($"         and {verdict.Found.Length - MostShown:N0} more");
    }

    private static string Words(TimeSpan? time) =>
        time is { } known ? $"after {known.TotalSeconds:N1} s" : "NOT IN TIME";
}

/// <param name="Claim">What must be true.</param>
/// <param name="Found">What speaks against it.</param>
internal sealed record Verdict(string Claim, ImmutableArray<string> Found)
{
    public bool Holds => Found.IsEmpty;
}
