namespace Shop.Bench.Reports;

public class TargetTests
{
    [Theory]
    [InlineData(14.9, "MISSED")]
    [InlineData(15, "met")]
    [InlineData(29.9, "met")]
    [InlineData(30, "met, stretch too")]
    public void More_is_better(double measured, string verdict) =>
        Assert.Equal(verdict, Target.AtLeast("hot", "", measured, 15, 30).Verdict);

    [Theory]
    [InlineData(61, "MISSED")]
    [InlineData(60, "met")]
    [InlineData(20, "met, stretch too")]
    public void Less_is_better(double measured, string verdict) =>
        Assert.Equal(verdict, Target.AtMost("hot", "", measured, 60, 20).Verdict);

    [Theory]
    [InlineData(0.9, "stretch missed")]
    [InlineData(1.1, "stretch met")]
    public void A_mere_stretch_is_never_missed_as_a_target(double measured, string verdict)
    {
        var target = Target.AtLeast("hot", "", measured, null, 1);

        Assert.True(target.IsMet);
        Assert.Equal(verdict, target.Verdict);
    }

    [Fact]
    public void A_figure_that_is_no_number_meets_nothing() =>
        Assert.Equal("MISSED", Target.AtLeast("hot", "", double.NaN, 15).Verdict);
}
