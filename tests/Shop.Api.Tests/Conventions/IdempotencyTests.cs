using System.Net;
using Shop.Idempotency;

namespace Shop.Conventions;

public class IdempotencyTests(ShopHost shop) : IClassFixture<ShopHost>
{
    private const string Path = "/api/v1/samples/made";
    private const string Body = """{"name":"a","unit_count":1}""";

    private readonly string key = Guid.CreateVersion7().ToString();

    [Fact]
    public async Task A_repeat_gets_the_first_answer()
    {
        using var client = shop.Anonymous();
        var first = await Post(client, Body, key);
        var again = await Post(client, Body, key);

        Assert.Equal(
            (await first.Read(HttpStatusCode.Created)).ToString(),
            (await again.Read(HttpStatusCode.Created)).ToString());
        Assert.False(first.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotent-Replayed")));
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal("\"7\"", first.Headers.ETag?.ToString());
        Assert.Equal("\"7\"", again.Headers.ETag?.ToString());
        Assert.Equal("application/json", again.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_repeat_may_write_the_same_thing_differently()
    {
        using var client = shop.Anonymous();
        var first = await Count(await Post(client, Body, key));
        Assert.Equal(first, await Count(await Post(client, """{ "unit_count": 1, "name": "a" }""", key)));
    }

    [Fact]
    public async Task The_same_key_for_another_request_is_refused()
    {
        using var client = shop.Anonymous();
        await (await Post(client, Body, key)).Read(HttpStatusCode.Created);
        await (await Post(client, """{"name":"b","unit_count":1}""", key))
            .Problem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
    }

    [Fact]
    public async Task A_body_that_was_refused_for_its_shape_does_not_use_up_the_key()
    {
        using var client = shop.Anonymous();
        await (await Post(client, """{"name":"a","unit_count":0}""", key)).Invalid("unit_count");
        await (await Post(client, """{"name":"a","unit_count":"x"}""", key)).Invalid("unit_count");
        await (await Post(client, Body, key)).Read(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Without_a_key_every_request_runs()
    {
        using var client = shop.Anonymous();
        Assert.NotEqual(await Count(await client.PostJson(Path, Body)), await Count(await client.PostJson(Path, Body)));
    }

    [Fact]
    public async Task Two_callers_may_use_the_same_key()
    {
        using var one = await shop.Customer();
        using var two = await shop.Customer();
        Assert.NotEqual(await Count(await Post(one, Body, key)), await Count(await Post(two, Body, key)));
    }

    [Fact]
    public async Task Of_many_at_once_one_runs()
    {
        using var client = shop.Anonymous();
        const string slow = """{"name":"a","unit_count":200}""";
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Post(client, slow, key)));

        var busy = answers.Where(answer => answer.StatusCode is HttpStatusCode.Conflict).ToList();
        var done = await Task.WhenAll(answers.Except(busy).Select(Count));
        Assert.Single(done.Distinct());
        Assert.NotEmpty(busy);
        foreach (var answer in busy)
        {
            await answer.Problem(HttpStatusCode.Conflict, "idempotency_key_in_use");
            Assert.NotNull(answer.Headers.RetryAfter);
        }

        Assert.Equal(done[0], await Count(await Post(client, slow, key)));
    }

    [Fact]
    public async Task A_refusal_is_an_answer_and_is_repeated()
    {
        using var client = shop.Anonymous();
        var first = await Post(client, "{}", key, "/conflict");
        var again = await Post(client, "{}", key, "/conflict");
        Assert.Equal(
            (await first.Problem(HttpStatusCode.Conflict, "sample_refused")).ToString(),
            (await again.Problem(HttpStatusCode.Conflict, "sample_refused")).ToString());
        Assert.True(again.Headers.Contains("Idempotent-Replayed"));
    }

    [Theory]
    [InlineData("/unavailable", HttpStatusCode.ServiceUnavailable)]
    [InlineData("/bug", HttpStatusCode.InternalServerError)]
    public async Task A_fault_on_our_side_frees_the_key(string how, HttpStatusCode status)
    {
        using var client = shop.Anonymous();
        for (var again = 0; again < 2; again++)
        {
            var answer = await Post(client, "{}", key, how);
            Assert.Equal(status, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Idempotent-Replayed"));
        }
    }

    [Fact]
    public async Task A_request_that_runs_again_meets_the_thing_that_it_made()
    {
        using var client = shop.Anonymous();
        var first = await (await Post(client, Body, key)).Read(HttpStatusCode.Created);
        shop.Clock.Advance(KeyUse.KeptFor);
        var second = await (await Post(client, Body, key)).Read(HttpStatusCode.Created);

        Assert.NotEqual(first.GetProperty("count").GetInt32(), second.GetProperty("count").GetInt32());
        Assert.Equal(first.GetProperty("id").GetGuid(), second.GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task A_row_that_was_deleted_under_its_grain_costs_one_more_try()
    {
        using var client = shop.Anonymous();
        await (await Post(client, Body, key)).Read(HttpStatusCode.Created);
        await shop.Database.Run("delete from idempotency_keys");
        shop.Clock.Advance(KeyUse.KeptFor);

        await (await Post(client, Body, key)).Problem(HttpStatusCode.ServiceUnavailable, "lost_race");
        await (await Post(client, Body, key)).Read(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("256")]
    public async Task A_key_that_is_none_is_malformed(string bad)
    {
        using var client = shop.Anonymous();
        await (await Post(client, Body, bad == "256" ? new string('k', 256) : bad))
            .Problem(HttpStatusCode.BadRequest, "malformed_idempotency_key");
    }

    [Fact]
    public async Task A_key_of_255_signs_is_taken()
    {
        using var client = shop.Anonymous();
        await (await Post(client, Body, new string('~', 255))).Read(HttpStatusCode.Created);
    }

    private static Task<HttpResponseMessage> Post(HttpClient client, string body, string key, string how = "") =>
        client.Send(HttpMethod.Post, Path + how, body, ("Idempotency-Key", key));

    private static async Task<int> Count(HttpResponseMessage answer) =>
        (await answer.Read(HttpStatusCode.Created)).GetProperty("count").GetInt32();
}
