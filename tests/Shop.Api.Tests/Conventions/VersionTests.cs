using System.Net;

namespace Shop.Conventions;

public class VersionTests(ShopHost shop) : IClassFixture<ShopHost>
{
    private static readonly string Path = $"/api/v1/samples/{Guid.CreateVersion7()}";

    [Fact]
    public async Task An_answer_with_a_version_has_an_entity_tag()
    {
        using var client = shop.Anonymous();
        var read = await client.GetAsync(Path);
        var changed = await client.Send(HttpMethod.Put, Path);

        Assert.Equal("\"7\"", read.Headers.ETag?.ToString());
        Assert.Equal("\"8\"", changed.Headers.ETag?.ToString());
    }

    [Theory]
    [InlineData("\"7\"", 304)]
    [InlineData("W/\"7\"", 304)]
    [InlineData("\"6\", \"7\"", 304)]
    [InlineData("*", 304)]
    [InlineData("\"6\"", 200)]
    [InlineData("7", 200)]
    public async Task What_follows_from_its_version_is_not_sent_twice(string known, int status)
    {
        using var client = shop.Anonymous();
        var answer = await client.Send(HttpMethod.Get, $"{Path}/kept", null, ("If-None-Match", known));
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 304, (await answer.Content.ReadAsStringAsync()).Length == 0);
    }

    [Fact]
    public async Task What_changes_without_its_version_is_always_sent()
    {
        using var client = shop.Anonymous();
        await (await client.Send(HttpMethod.Get, Path, null, ("If-None-Match", "\"7\""))).Read(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("\"7\"")]
    [InlineData("*")]
    public async Task A_change_on_the_version_that_is_there_is_made(string match)
    {
        using var client = shop.Anonymous();
        await (await client.Send(HttpMethod.Put, Path, null, ("If-Match", match))).Read(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("\"6\"")]
    [InlineData("W/\"7\"")]
    [InlineData("\"seven\"")]
    [InlineData("\"-7\"")]
    [InlineData("\"99999999999999999999\"")]
    public async Task A_change_on_another_version_is_stale(string match)
    {
        using var client = shop.Anonymous();
        await (await client.Send(HttpMethod.Put, Path, null, ("If-Match", match)))
            .Problem(HttpStatusCode.PreconditionFailed, "sample_changed");
    }

    [Theory]
    [InlineData("7")]
    [InlineData("\"7")]
    [InlineData("\"6\", \"7\"")]
    public async Task What_is_not_one_entity_tag_is_malformed(string match)
    {
        using var client = shop.Anonymous();
        await (await client.Send(HttpMethod.Put, Path, null, ("If-Match", match)))
            .Problem(HttpStatusCode.BadRequest, "malformed_if_match");
    }
}
