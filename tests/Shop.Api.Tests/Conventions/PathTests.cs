using System.Net;

namespace Shop.Conventions;

public class PathTests(ShopHost shop) : IClassFixture<ShopHost>
{
    private static readonly string Id = Guid.CreateVersion7().ToString();

    [Theory]
    [InlineData("/api/v1/samples")]
    [InlineData("/api/v1/samples/")]
    [InlineData("/api/samples")]
    [InlineData("/api/samples/")]
    [InlineData("/API/V1/Samples")]
    public async Task One_endpoint_answers_by_each_way_of_writing_its_path(string path)
    {
        using var client = shop.Anonymous();
        await (await client.GetAsync(path)).Read(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/api")]
    [InlineData("/api/v1")]
    [InlineData("/api/v1/nowhere")]
    [InlineData("/api/v2/samples")]
    [InlineData("/api/v1/samples/not-a-uuid")]
    [InlineData("/api/v1/samples/0/kept")]
    [InlineData("/api/v1/orders/1")]
    public async Task An_unknown_path_is_not_found(string path)
    {
        using var client = shop.Anonymous();
        await (await client.GetAsync(path)).Problem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task A_wrong_method_is_not_allowed_and_the_right_ones_are_named()
    {
        using var client = shop.Anonymous();
        var answer = await client.DeleteAsync("/api/v1/samples");
        await answer.Problem(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        Assert.Equal(["GET", "POST"], answer.Content.Headers.Allow.Order());
    }

    [Theory]
    [InlineData("POST", "/api/v1/signup", "/api/v1/auth/register")]
    [InlineData("POST", "/api/users/register/", "/api/v1/auth/register")]
    [InlineData("post", "/api/v1/TOKEN", "/api/v1/auth/login")]
    [InlineData("POST", "/api/v1/token/refresh", "/api/v1/auth/refresh")]
    [InlineData("GET", "/api/v1/cart/me", "/api/v1/cart")]
    [InlineData("DELETE", "/api/v1/cart-items/5", "/api/v1/cart/items/5")]
    [InlineData("POST", "/api/v1/products/5/add_to_cart", "/api/v1/cart?product_id=5")]
    [InlineData("POST", "/api/v1/orders", "/api/v1/checkout")]
    [InlineData("GET", "/api/v1/orders", "/api/v1/orders")]
    [InlineData("POST", "/api/v1/orders/5/mark_as_shipped", "/api/v1/orders/5/ship")]
    [InlineData("POST", "/api/v1/orders/5/mark_as_shipped/now", "/api/v1/orders/5/mark_as_shipped/now")]
    [InlineData("GET", "/api/v2/cart/me", "/api/v2/cart/me")]
    [InlineData("GET", "/cart/me", "/cart/me")]
    public void An_alias_leads_to_its_endpoint(string method, string path, string expected)
    {
        var request = new Microsoft.AspNetCore.Http.DefaultHttpContext().Request;
        (request.Method, request.Path) = (method, path);
        Aliases.Rewrite(request);
        Assert.Equal(expected, request.Path + request.QueryString.ToString());
    }

    [Fact]
    public void Aliases_are_distinct_and_none_hides_an_endpoint()
    {
        var aliases = Aliases.Table
            .SelectMany(alias => alias.Methods.Split(' '), (alias, method) => $"{method} {alias.From}").ToList();
        Assert.Equal(aliases.Count, aliases.Distinct().Count());
        Assert.Empty(aliases.Intersect(Routes()));
    }

    [Fact]
    public void Every_alias_leads_to_an_endpoint_that_is_there() =>
        Assert.All(
            Aliases.Table.SelectMany(
                alias => alias.Methods.Split(' '), (alias, method) => $"{method} {Shape(alias.Endpoint)}"),
            target => Assert.Contains(target, Routes()));

    /// <summary>As <c>GET orders/{id}</c>, whatever the parameter is called.</summary>
    private List<string> Routes() =>
    [
        .. from endpoint in shop.Endpoints
           from method in endpoint.Metadata.OfType<Microsoft.AspNetCore.Routing.HttpMethodMetadata>().Last().HttpMethods
           select $"{method} {Shape(endpoint.RoutePattern.RawText!)}",
    ];

    private static string Shape(string route) => System.Text.RegularExpressions.Regex
        .Replace(route.Trim('/'), @"\{[^}]*\}", "{id}").Replace("api/v1/", "", StringComparison.Ordinal).TrimEnd('/');
}
