using System.Net;
using Shop.Testing;

namespace Shop.Hosting;

public class RateLimitsTests
{
    private const int Limit = 60;

    private readonly TestClock clock = new();
    private readonly RateLimits limits;

    public RateLimitsTests() => limits = new(new(Limit, Limit, Limit, Limit, Limit, Limit), clock);

    [Fact]
    public void A_budget_may_be_spent_at_once_and_no_more()
    {
        for (var left = Limit - 1; left >= 0; left--)
            Assert.InRange(Spend().Remaining, left, left + 1);

        var refused = Spend();
        Assert.Equal(0, refused.Remaining);
        Assert.InRange(refused.Wait!.Value.TotalSeconds, 50, 60);
        Assert.InRange(refused.Reset.TotalMinutes, 59, 60);
    }

    [Fact]
    public void It_comes_back_evenly()
    {
        SpendAll();
        clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Null(Spend().Wait);
        Assert.Null(Spend().Wait);
        Assert.NotNull(Spend().Wait);
    }

    [Fact]
    public void An_hour_later_all_is_back_and_nothing_is_saved_up()
    {
        SpendAll();
        clock.Advance(TimeSpan.FromHours(3));
        SpendAll();

        Assert.NotNull(Spend().Wait);
    }

    [Fact]
    public void Who_is_refused_does_not_wait_longer_for_asking()
    {
        SpendAll();
        for (var again = 0; again < 100; again++)
            Assert.InRange(Spend().Wait!.Value.TotalSeconds, 1, 60);
    }

    [Fact]
    public void Budgets_and_callers_are_apart()
    {
        SpendAll();

        Assert.Null(Spend(caller: 2).Wait);
        Assert.Null(Spend(budget: Budget.Login).Wait);
    }

    [Fact]
    public async Task Many_at_once_do_not_get_more()
    {
        var granted = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var request = 0; request < Limit; request++)
            {
                if (Spend().Wait is null)
                    Interlocked.Increment(ref granted);
            }
        })));

        Assert.InRange(granted, Limit, Limit + 1);
    }

    [Fact]
    public void A_machine_has_one_budget_however_many_addresses_it_has()
    {
        Assert.Equal(At("2001:db8:1:2::1"), At("2001:db8:1:2:ffff::9"));
        Assert.NotEqual(At("2001:db8:1:2::1"), At("2001:db8:1:3::1"));
        Assert.NotEqual(At("192.0.2.1"), At("192.0.2.2"));
        Assert.Equal(At("192.0.2.1"), At("::ffff:192.0.2.1"));
    }

    private void SpendAll()
    {
        for (var request = 0; request < Limit; request++)
            Spend();
    }

    private Spending Spend(ulong caller = 1, Budget budget = Budget.General) => limits.Spend(budget, caller, Limit);

    private static UInt128 At(string address) => RateLimits.CallerAt(IPAddress.Parse(address));
}
