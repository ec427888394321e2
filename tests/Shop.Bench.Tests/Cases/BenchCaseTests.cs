using Shop.Hosting;

namespace Shop.Bench.Cases;

public class BenchCaseTests
{
    [Fact]
    public void Every_case_has_a_name_of_its_own_and_all_run_when_none_is_named()
    {
        Assert.Equal(BenchCase.All.Count, BenchCase.All.Select(one => one.Name).Distinct().Count());
        Assert.Equal(BenchCase.All, BenchCase.Named([]));
        Assert.Equal(["read", "hot"], BenchCase.Named(["read", "hot"]).Select(one => one.Name));
    }

    [Fact]
    public void A_name_that_no_case_has_is_refused_with_those_that_there_are()
    {
        var refused = Assert.Throws<CannotStartException>(() => BenchCase.Named(["hto"]));

        Assert.Contains("'hto'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("hot, spread", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_event_in_ten_comes_again_after_others()
    {
        string[] events = [.. Enumerable.Range(0, 1_000).Select(at => $"event {at}")];

        var sent = WebhookCase.WithRepeats(events).ToList();

        Assert.Equal(1_100, sent.Count);
        Assert.Equal(events.Order(), sent.Distinct().Order());
        Assert.All(
            events.Where((_, at) => at % 10 == 0),
            twice => Assert.True(sent.LastIndexOf(twice) > sent.IndexOf(twice) + 1));
    }
}
