using Shop.Bench.Load;

namespace Shop.Bench.Rivals;

public class PgbenchTests
{
    private const string Output = """
        transaction type: script
        scaling factor: 1
        query mode: prepared
        number of clients: 256
        latency average = 704.1 ms
        initial connection time = 351.6 ms
        tps = 363.581206 (without initial connection time)
        """;

    [Fact]
    public void Its_rate_and_its_log_are_read()
    {
        var microseconds = new Latencies();
        foreach (var line in (string[])["0 1 3100000 0 1795706023 12", "1 1 1500 0 1795706023 13"])
            Pgbench.AddLog(line, microseconds);

        var measured = Pgbench.Read(Output, microseconds, "hot", clients: 256, seconds: 5);

        Assert.Equal(363.581206, measured.PerSecond);
        Assert.InRange(measured.P50, 1.5, 1.53);
        Assert.Equal(3_100, measured.Max);
    }
}
