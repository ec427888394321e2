namespace Shop.Bench.Load;

/// <summary>What the load generator saw.</summary>
/// <param name="Seconds">That were counted.</param>
/// <param name="Answers">By status, those that came while it was counted.</param>
/// <param name="Lost">Connections that broke before an answer came.</param>
internal sealed record LoadReport(double Seconds, IReadOnlyList<AnswerCount> Answers, long Lost)
{
    public AnswerCount? With(int status) => Answers.FirstOrDefault(answer => answer.Status == status);
}

/// <summary>The answers of one status. Times in milliseconds.</summary>
/// <param name="Status">
/// 0 stands for all that were expected, timed from when they were due; the others are timed from when they were sent.
/// </param>
internal sealed record AnswerCount(int Status, long Count, double P50, double P95, double P99, double Max)
{
    public static AnswerCount Of(int status, Latencies latencies) => new(
        status, latencies.Count, latencies.Percentile(0.5) / 1e3, latencies.Percentile(0.95) / 1e3,
        latencies.Percentile(0.99) / 1e3, latencies.Max / 1e3);
}
