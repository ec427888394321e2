using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Shop.Conventions;

public class BadBodyTests(ShopHost shop) : IClassFixture<ShopHost>
{
    private const string Path = "/api/v1/samples";

    [Theory]
    [InlineData("{")]
    [InlineData("nonsense")]
    [InlineData("""{"name":"a","unit_count":1} x""")]
    [InlineData("""{"name":"a","unit_count":01}""")]
    [InlineData("""{"name":"a",}""")]
    [InlineData("""{"name":"a","unit_count":1,"name":"b"}""")]
    public async Task What_is_not_JSON_is_malformed(string body) =>
        await (await Post(body)).Problem(HttpStatusCode.BadRequest, "malformed_json");

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    public async Task No_body_is_told_apart_from_a_bad_one(string body) =>
        await (await Post(body)).Problem(HttpStatusCode.BadRequest, "body_missing");

    [Fact]
    public async Task A_body_nested_too_deep_is_malformed() =>
        await (await Post($"{{\"other\":{new string('[', 500)}{new string(']', 500)}}}"))
            .Problem(HttpStatusCode.BadRequest, "malformed_json");

    [Theory]
    [InlineData("[]", "body")]
    [InlineData("3", "body")]
    [InlineData("{}", "name", "unit_count")]
    [InlineData("""{"name":"a"}""", "unit_count")]
    [InlineData("""{"name":null,"unit_count":1}""", "name")]
    [InlineData("""{"name":3,"unit_count":1}""", "name")]
    [InlineData("""{"name":"a","unit_count":"1"}""", "unit_count")]
    [InlineData("""{"name":"a","unit_count":1.5}""", "unit_count")]
    [InlineData("""{"name":"a","unit_count":99999999999}""", "unit_count")]
    [InlineData("""{"name":"a","unit_count":1e400}""", "unit_count")]
    [InlineData("""{"name":"a","unit_count":0}""", "unit_count")]
    [InlineData("""{"name":"a","unit_count":-1}""", "unit_count")]
    [InlineData("""{"name":"","unit_count":1}""", "name")]
    [InlineData("""{"name":"longer than ten","unit_count":1000}""", "name", "unit_count")]
    [InlineData("""{"name":"a","unit_count":1,"price":9223372036854775808}""", "price")]
    [InlineData("""{"name":"a","unit_count":1,"kind":"gone"}""", "kind")]
    [InlineData("""{"name":"a","unit_count":1,"kind":1}""", "kind")]
    [InlineData("""{"name":"a","unit_count":1,"seller_id":"x"}""", "seller_id")]
    [InlineData("""{"name":"a","unit_count":1,"at":"yesterday"}""", "at")]
    [InlineData("""{"name":"a\u0000","unit_count":1}""", "name")]
    [InlineData("""{"name":"\ud800","unit_count":1}""", "name")]
    [InlineData("""{"name":"a","unit_count":1,"lines":{}}""", "lines")]
    [InlineData("""{"name":"a","unit_count":1,"lines":[null]}""", "lines")]
    [InlineData("""{"name":"a","unit_count":1,"lines":[{"sku":"A"}]}""", "lines[0].unit_count")]
    [InlineData("""{"name":"a","unit_count":1,"lines":[{"sku":"A","unit_count":true}]}""", "lines[0].unit_count")]
    [InlineData(
        """{"name":"a","unit_count":1,"lines":[{"sku":"A","unit_count":1},{"sku":"ABCDEF","unit_count":0}]}""",
        "lines[1].sku", "lines[1].unit_count")]
    public async Task A_field_that_cannot_be_accepted_is_named(string body, params string[] fields) =>
        await (await Post(body)).Invalid(fields);

    [Theory]
    [InlineData("""{"name":"a","unit_count":1}""")]
    [InlineData("""{"name":"a","unit_count":1,"kind":"tailor_made","lines":null,"at":"2026-01-02T03:04:05Z"}""")]
    [InlineData("""{"name":"a","unit_count":1,"colour":{"red":1}}""")]
    public async Task What_the_shop_does_not_know_is_ignored(string body) =>
        Assert.Equal("a", (await (await Post(body)).Read(HttpStatusCode.OK)).GetProperty("name").GetString());

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/xml")]
    public async Task Another_content_type_is_not_supported(string type)
    {
        using var client = shop.Anonymous();
        using var body = new StringContent("{}", Encoding.UTF8, new MediaTypeHeaderValue(type));
        await (await client.PostAsync(Path, body))
            .Problem(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_10_MB_is_refused_and_the_answer_arrives(bool chunked)
    {
        for (var again = 0; again < 10; again++)
        {
            using var client = shop.Anonymous();
            using var request = new HttpRequestMessage(HttpMethod.Post, Path)
            {
                Content = Answers.Json($"{{\"name\":\"{new string('a', 10_000_000)}\"}}"),
            };
            request.Headers.TransferEncodingChunked = chunked;
            await (await client.SendAsync(request)).Problem(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
        }
    }

    private async Task<HttpResponseMessage> Post(string body)
    {
        using var client = shop.Anonymous();
        return await client.PostJson(Path, body);
    }
}
