namespace Shop.Bench.Load;

public class LatenciesTests
{
    [Fact]
    public void Nothing_measured_is_nothing()
    {
        var none = new Latencies();

        Assert.Equal((0, 0, 0), (none.Count, none.Percentile(0.99), none.Max));
    }

    [Fact]
    public void Short_durations_are_exact()
    {
        var latencies = new Latencies();
        for (var value = 1; value <= 100; value++)
            latencies.Add(value);

        Assert.Equal(100, latencies.Count);
        Assert.Equal(50, latencies.Percentile(0.50));
        Assert.Equal(99, latencies.Percentile(0.99));
        Assert.Equal(100, latencies.Percentile(1));
    }

    [Theory]
    [InlineData(128)]
    [InlineData(1_000)]
    [InlineData(65_537)]
    [InlineData(3_100_000)]
    [InlineData(6_000_000_000)]
    public void Long_durations_are_right_to_a_64th_and_never_too_small(long value)
    {
        var latencies = new Latencies();
        latencies.Add(value);
        latencies.Add(value * 3);

        Assert.InRange(latencies.Percentile(0.5), value, value + (value / 64));
        Assert.Equal(value * 3, latencies.Max);
        Assert.Equal(value * 3, latencies.Percentile(1));
    }

    [Fact]
    public void Threads_may_add_at_once()
    {
        var latencies = new Latencies();

        Parallel.For(0, 100_000, value => latencies.Add(value));

        Assert.Equal(100_000, latencies.Count);
        Assert.Equal(99_999, latencies.Max);
    }
}
