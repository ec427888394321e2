namespace Shop.Accounts;

public class SignInAttemptsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 0)]
    [InlineData(5, 30)]
    [InlineData(6, 60)]
    [InlineData(9, 480)]
    [InlineData(10, 900)]
    [InlineData(1_000, 900)]
    public void Each_failure_after_the_fourth_doubles_the_wait_up_to_a_quarter_of_an_hour(int failures, int seconds) =>
        Assert.Equal(seconds, (After(failures).Wait(Noon) ?? TimeSpan.Zero).TotalSeconds);

    [Fact]
    public void Who_has_waited_may_try_once_more()
    {
        var attempts = After(5);

        Assert.NotNull(attempts.Wait(Noon.AddSeconds(29.9)));
        Assert.Null(attempts.Wait(Noon.AddSeconds(30)));
        Assert.Equal(60, attempts.Failed(Noon.AddSeconds(30)).Wait(Noon.AddSeconds(30))!.Value.TotalSeconds);
    }

    [Fact]
    public void An_hour_without_failure_is_forgiven() =>
        Assert.Equal(1, After(50).Failed(Noon.AddHours(1).AddSeconds(1)).Failures);

    private static SignInAttempts After(int failures) =>
        Enumerable.Range(0, failures).Aggregate(new SignInAttempts(), (attempts, _) => attempts.Failed(Noon));
}
