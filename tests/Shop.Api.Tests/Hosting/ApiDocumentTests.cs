using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Shop.Idempotency;

namespace Shop.Hosting;

public class ApiDocumentTests(ShopHost shop) : IClassFixture<ShopHost>
{
    [Fact]
    public async Task The_document_is_OpenAPI_3_1_and_in_snake_case()
    {
        var document = await Document();
        Assert.StartsWith("3.1.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);

        var names = document.GetProperty("components").GetProperty("schemas").EnumerateObject()
            .Where(schema => schema.Value.TryGetProperty("properties", out _))
            .SelectMany(
                schema => schema.Value.GetProperty("properties").EnumerateObject(), (_, property) => property.Name);
        Assert.All(names, name => Assert.Matches("^[a-z0-9_]+$", name));
    }

    [Fact]
    public async Task Every_operation_has_a_summary_and_a_name_of_its_own()
    {
        var operations = await Operations();
        Assert.Empty(operations.Where(one => !one.Value.TryGetProperty("summary", out _)).Select(one => one.Key));

        var names = operations.Values.Select(one => one.GetProperty("operationId").GetString()).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Fact]
    public async Task What_the_conventions_add_is_told()
    {
        var operations = await Operations();
        var change = operations["put /api/v1/cart/items/{id}"];

        Assert.Equal("bearer", change.GetProperty("security")[0].EnumerateObject().Single().Name);
        Assert.Contains("If-Match", Parameters(change));
        Assert.Subset(
            change.GetProperty("responses").EnumerateObject().Select(response => response.Name).ToHashSet(),
            new HashSet<string> { "200", "401", "404", "412", "422", "default" });
        Assert.Contains("Idempotency-Key", Parameters(operations["post /api/v1/checkout"]));
        Assert.Contains(
            "`POST /api/v1/orders`", operations["post /api/v1/checkout"].GetProperty("description").GetString(),
            StringComparison.Ordinal);
        Assert.False(operations["get /api/v1/products"].TryGetProperty("security", out _));
    }

    [Fact]
    public async Task A_request_tells_its_types_limits_and_examples()
    {
        var schemas = (await Document()).GetProperty("components").GetProperty("schemas");
        var city = schemas.GetProperty("AddressAddressRequest").GetProperty("properties").GetProperty("city");
        var line2 = schemas.GetProperty("AddressAddressRequest").GetProperty("properties").GetProperty("line2");

        Assert.Equal("string", city.GetProperty("type").GetString());
        Assert.Equal(120, city.GetProperty("maxLength").GetInt32());
        Assert.Equal("London", city.GetProperty("examples")[0].GetString());
        Assert.Equal(
            ["null", "string"], line2.GetProperty("type").EnumerateArray().Select(type => type.GetString()).Order());
    }

    [Fact]
    public async Task Every_list_takes_what_the_document_says_and_nothing_else()
    {
        using var admin = await shop.Admin();
        var lists = (await Operations()).Where(one => Parameters(one.Value).Contains("page"));
        Assert.NotEmpty(lists);
        foreach (var (name, list) in lists)
        {
            var path = name.Split(' ')[1];
            foreach (var parameter in Parameters(list, "query"))
                await (await admin.GetAsync($"{path}?{parameter}=")).Read(HttpStatusCode.OK);
            await (await admin.GetAsync($"{path}?no_such_filter=1")).Invalid("no_such_filter");
        }
    }

    [Fact]
    public void Whatever_creates_takes_an_Idempotency_Key()
    {
        var careless = shop.Endpoints
            .Where(endpoint => endpoint.Metadata.OfType<IProducesResponseTypeMetadata>()
                .Any(answer => answer.StatusCode == 201))
            .Where(endpoint => endpoint.Metadata.GetMetadata<TakesIdempotencyKey>() is null);
        Assert.Empty(careless.Select(endpoint => endpoint.RoutePattern.RawText));
    }

    [Theory]
    [InlineData("/", "/swagger")]
    [InlineData("/docs", "swagger-ui")]
    [InlineData("/swagger", "swagger-ui")]
    [InlineData("/redoc", "redoc")]
    public async Task The_pages_are_there(string path, string expected)
    {
        using var client = shop.Anonymous();
        var page = await client.GetAsync(path);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Contains(expected, await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<JsonElement> Document()
    {
        using var client = shop.Anonymous();
        return await (await client.GetAsync("/openapi/v1.json")).Read(HttpStatusCode.OK);
    }

    /// <summary>As <c>get /api/v1/orders</c>, without those that only tests have.</summary>
    private async Task<Dictionary<string, JsonElement>> Operations() =>
        (await Document()).GetProperty("paths").EnumerateObject()
            .Where(path => !path.Name.Contains("/samples", StringComparison.Ordinal)
                && !path.Name.Contains("/closed", StringComparison.Ordinal))
            .SelectMany(path => path.Value.EnumerateObject(), (path, operation) => (path, operation))
            .ToDictionary(pair => $"{pair.operation.Name} {pair.path.Name}", pair => pair.operation.Value);

    private static List<string> Parameters(JsonElement operation, string? place = null) =>
        operation.TryGetProperty("parameters", out var parameters)
            ? [.. parameters.EnumerateArray()
                .Where(parameter => place is null || parameter.GetProperty("in").GetString() == place)
                .Select(parameter => parameter.GetProperty("name").GetString()!)]
            : [];
}
