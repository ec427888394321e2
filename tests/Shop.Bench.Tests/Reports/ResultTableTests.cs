using Shop.Bench.Measuring;

namespace Shop.Bench.Reports;

public class ResultTableTests
{
    [Fact]
    public void Every_target_is_a_line_that_says_whether_it_is_met()
    {
        var table = ResultTable.Of(
        [
            Target.AtLeast("hot", "as a multiple of (a)", 16, 15, 30),
            Target.AtMost("hot", "p99, in ms", 61, 60),
            Target.AtLeast("hot", "as a multiple of (b2)", 1.5, null, 1),
            Target.AtMost("overload", "p99 of a 503, in ms", double.NaN, 10),
        ]);

        Assert.Collection(
            table.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..],
            line => Assert.Matches("^  met  .* 16.0  hot: as a multiple of .a. >= 15.0 .stretch >= 30.0.$", line),
            line => Assert.Matches("^  MISSED  .* 61.0  hot: p99, in ms <= 60.0$", line),
            line => Assert.Matches("^  stretch met  .* 1.50  hot: .* .stretch >= 1.00.$", line),
            line => Assert.Matches("^  MISSED  .* NaN  overload: p99 of a 503, in ms <= 10.0$", line));
    }

    [Fact]
    public void Ratios_name_the_rival_and_a_rival_that_did_nothing_has_none()
    {
        var shop = new Measurement { Case = "hot", Who = "shop", Clients = 1_000, PerSecond = 3_000 };
        var rival = new Measurement { Case = "hot", Who = "rival", Clients = 1_000, PerSecond = 1_500 };
        BenchRun.Compare(shop, rival);
        BenchRun.Compare(shop, rival with { Who = "idle", PerSecond = 0 });

        Assert.Equal("  hot, shop at 1,000: 2.00 x rival, NaN x idle\n", ResultTable.Ratios([rival, shop]));
    }
}
