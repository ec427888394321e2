namespace Shop.Bench.Measuring;

public class StatementsTests
{
    [Fact]
    public void A_statement_is_shown_in_one_line_that_fits()
    {
        Assert.Equal("select id from orders", Statements.Line("\n  select id\n  from   orders\n"));
        Assert.Equal(101, Statements.Line(new string('x', 1_000)).Length);
    }
}
