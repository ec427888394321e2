using System.Net;

namespace Shop.Conventions;

public class ProblemTests(ShopHost shop) : IClassFixture<ShopHost>
{
    [Theory]
    [InlineData(ErrorKind.NotFound, HttpStatusCode.NotFound)]
    [InlineData(ErrorKind.Invalid, HttpStatusCode.UnprocessableEntity)]
    [InlineData(ErrorKind.Conflict, HttpStatusCode.Conflict)]
    [InlineData(ErrorKind.Unauthenticated, HttpStatusCode.Unauthorized)]
    [InlineData(ErrorKind.Stale, HttpStatusCode.PreconditionFailed)]
    [InlineData(ErrorKind.Unavailable, HttpStatusCode.ServiceUnavailable)]
    [InlineData(ErrorKind.Malformed, HttpStatusCode.BadRequest)]
    [InlineData(ErrorKind.TooMany, HttpStatusCode.TooManyRequests)]
    public async Task A_refusal_is_told_in_full(ErrorKind kind, HttpStatusCode status)
    {
        using var client = shop.Anonymous();
        var problem = await (await client.GetAsync($"/api/v1/samples/refused/{kind}"))
            .Problem(status, "sample_refused");

        Assert.Equal("Not today.", problem.GetProperty("detail").GetString());
        Assert.Equal("Not today.", problem.GetProperty("errors").GetProperty("some_field")[0].GetString());
        var item = problem.GetProperty("items")[0];
        Assert.Equal("MUG-1", item.GetProperty("subject").GetString());
        Assert.Equal("sold_out", item.GetProperty("code").GetString());
        Assert.Equal(0, item.GetProperty("left").GetInt32());
    }

    [Fact]
    public async Task Every_kind_of_refusal_has_a_status() =>
        await Task.WhenAll(Enum.GetValues<ErrorKind>().Select(async kind =>
        {
            using var client = shop.Anonymous();
            var answer = await client.GetAsync($"/api/v1/samples/refused/{kind}");
            Assert.InRange((int)answer.StatusCode, 400, 503);
        }));

    [Theory]
    [InlineData(ErrorKind.TooMany, 17)]
    [InlineData(ErrorKind.Unavailable, 1)]
    public async Task Who_is_to_come_back_is_told_when(ErrorKind kind, int seconds)
    {
        using var client = shop.Anonymous();
        var answer = await client.GetAsync($"/api/v1/samples/refused/{kind}");
        Assert.Equal(TimeSpan.FromSeconds(seconds), answer.Headers.RetryAfter?.Delta);
    }

    [Theory]
    [InlineData("timeout", "outcome_unknown", 1)]
    [InlineData("silo", "outcome_unknown", 1)]
    [InlineData("race", "lost_race", 1)]
    [InlineData("away", "storage_unavailable", 3)]
    [InlineData("database", "storage_unavailable", 1)]
    public async Task An_outage_is_unavailable(string what, string code, int seconds)
    {
        using var client = shop.Anonymous();
        var answer = await client.GetAsync($"/api/v1/samples/thrown/{what}");
        var problem = await answer.Problem(HttpStatusCode.ServiceUnavailable, code);

        Assert.Equal(TimeSpan.FromSeconds(seconds), answer.Headers.RetryAfter?.Delta);
        Assert.DoesNotContain("secret", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bug_is_an_internal_error_whose_text_stays_in_the_log()
    {
        using var client = shop.Anonymous();
        var problem = await (await client.GetAsync("/api/v1/samples/thrown/bug"))
            .Problem(HttpStatusCode.InternalServerError, "internal_error");

        Assert.DoesNotContain("secret", problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", problem.ToString(), StringComparison.Ordinal);
        Assert.Contains(shop.Logged, line => line.StartsWith("Error", StringComparison.Ordinal)
            && line.Contains("secret of the code", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_problem_is_JSON_even_for_a_browser()
    {
        using var client = shop.Anonymous();
        await (await client.Send(HttpMethod.Get, "/api/v1/nowhere", null, ("Accept", "text/html")))
            .Problem(HttpStatusCode.NotFound, "not_found");
    }

    [Theory]
    [InlineData("/api/v1/samples")]
    [InlineData("/api/v1/nowhere")]
    [InlineData("/api/v1/samples/thrown/bug")]
    [InlineData("/")]
    public async Task Every_answer_has_the_headers_that_protect_browsers(string path)
    {
        using var client = shop.Anonymous();
        var answer = await client.GetAsync(path);

        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
        Assert.NotEmpty(answer.Headers.GetValues("Referrer-Policy"));
        Assert.Contains(
            "frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")),
            StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Server"));
    }
}
