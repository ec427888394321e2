using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Shop.Payments;

/// <summary>
/// Time-outs, tries and the circuit breaker of one provider. Only what a provider knows as a repeat is tried again:
/// reads, and writes with an idempotency key.
/// </summary>
internal sealed class ProviderHandler : DelegatingHandler
{
    /// <summary>The header that makes a write safe to repeat.</summary>
    public const string IdempotencyKey = "Idempotency-Key";

    private readonly ResiliencePipeline<HttpResponseMessage> once;
    private readonly ResiliencePipeline<HttpResponseMessage> again;

    public ProviderHandler(ProviderPatience patience)
    {
        once = new ResiliencePipelineBuilder<HttpResponseMessage>()
            .AddTimeout(patience.All)
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = Failures(),
                FailureRatio = 0.5,
                MinimumThroughput = 8,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = patience.Break,
            })
            .AddTimeout(patience.Try)
            .Build();
        again = new ResiliencePipelineBuilder<HttpResponseMessage>()
            .AddTimeout(patience.All)
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = Failures(),
                MaxRetryAttempts = 2,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromSeconds(0.2),
            })
            .AddPipeline(once)
            .Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var safe = request.Method == HttpMethod.Get || request.Headers.Contains(IdempotencyKey);
        return await (safe ? again : once).ExecuteAsync(
            async stop => await base.SendAsync(request, stop), cancellationToken);
    }

    private static PredicateBuilder<HttpResponseMessage> Failures() => new PredicateBuilder<HttpResponseMessage>()
        .Handle<HttpRequestException>()
        .Handle<TimeoutRejectedException>()
        .HandleResult(answer => IsOutage((int)answer.StatusCode));

    /// <summary>What passes by itself: the provider is out of order, or wants to be asked later.</summary>
    public static bool IsOutage(int status) => status is 408 or 409 or 425 or 429 or >= 500;
}
