namespace Shop.Idempotency;

public class KeyUseTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly KeptAnswer Answer = new(201, "application/json", "{}", null, null);

    private readonly Guid first = Guid.CreateVersion7();
    private readonly Guid second = Guid.CreateVersion7();

    [Fact]
    public void A_fresh_key_is_run() => Assert.Null(Begun(new KeyUse(), first, Now).Answer);

    [Fact]
    public void A_running_key_is_in_use() =>
        Assert.Equal(IdempotencyErrors.KeyInUse, Running().Begin(second, "print", Now + KeyUse.Lease / 2).Error);

    [Fact]
    public void A_key_whose_runner_died_is_run_again() =>
        Assert.Equal(second, Begun(Running(), second, Now + KeyUse.Lease).Attempt);

    [Fact]
    public void A_key_with_an_answer_repeats_it() =>
        Assert.Equal(Answer, Begun(Done(), second, Now + KeyUse.KeptFor - TimeSpan.FromTicks(1)).Answer);

    [Fact]
    public void Another_request_is_refused_whether_the_first_runs_or_is_done()
    {
        Assert.Equal(IdempotencyErrors.KeyReused, Running().Begin(second, "other", Now).Error);
        Assert.Equal(IdempotencyErrors.KeyReused, Done().Begin(second, "other", Now).Error);
    }

    [Fact]
    public void After_a_day_all_is_forgotten() =>
        Assert.Null(Done().Begin(second, "other", Now + KeyUse.KeptFor).Value!.Answer);

    [Fact]
    public void A_released_key_is_run_at_once() =>
        Assert.Equal(second, Begun(Running().Release(first), second, Now).Attempt);

    [Fact]
    public void Only_the_try_that_runs_can_release() => Assert.Equal(Running(), Running().Release(second));

    [Fact]
    public void An_answer_is_not_released() => Assert.Equal(Done(), Done().Release(first));

    private KeyUse Running() => Begun(new KeyUse(), first, Now);

    private KeyUse Done() => Running() with { Answer = Answer };

    private static KeyUse Begun(KeyUse use, Guid attempt, DateTimeOffset now) =>
        use.Begin(attempt, "print", now).Value!;
}
