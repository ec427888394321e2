namespace Shop.Bench.Measuring;

public class ProcessTimesTests
{
    [Fact]
    public void The_name_of_a_process_may_hold_anything()
    {
        const string Stat = "4711 (post) gres: (x) 1) S 42 4711 4711 0 -1 64 900 0 1 0 150 50 30 20 20 0 1 0 7 8 9";

        var times = ProcessTimes.Parse(Stat);

        Assert.Equal((42, 2.0, 0.5), (times.Parent, times.Seconds, times.SecondsOfEnded));
    }

    [Fact]
    public void A_process_that_is_gone_used_nothing() => Assert.Equal(0, ProcessTimes.OfFamily(int.MaxValue));
}
