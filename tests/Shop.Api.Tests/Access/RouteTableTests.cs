using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Shop.Access;

/// <summary>Every route of the running shop, called by everybody; <c>routes.txt</c> says the answers.</summary>
public class RouteTableTests(ShopHost shop) : IClassFixture<ShopHost>
{
    /// <summary>Each line has callers and things of its own, so lines are no hindrance to each other.</summary>
    private static readonly ParallelOptions AtOnce = new() { MaxDegreeOfParallelism = 8 };

    [Fact]
    public void Every_route_has_a_line_and_every_line_a_route()
    {
        var routes = Routes.Of(shop.Endpoints).Order().ToList();
        var lines = Routes.Table.Select(line => line.Shape).Order().ToList();

        Assert.True(
            routes.SequenceEqual(lines),
            $"routes.txt lacks: {string.Join(", ", routes.Except(lines))}; "
            + $"the shop lacks: {string.Join(", ", lines.Except(routes))}");
    }

    [Fact]
    public async Task Everybody_is_answered_as_the_table_says()
    {
        var wrong = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(Routes.Table, AtOnce, async (line, _) =>
        {
            using var cast = await Cast.Of(shop);
            var answers = await cast.Try(line);
            if (!answers.SequenceEqual(line.Expected))
                wrong.Enqueue($"{line.Method} {line.Path} {string.Join(' ', answers)}");
        });

        Assert.True(wrong.IsEmpty, $"The shop answers otherwise:\n{string.Join('\n', wrong)}");
    }

    [Theory]
    [InlineData("GET", "/api/v1/orders/{order}")]
    [InlineData("POST", "/api/v1/orders/{order}/cancel")]
    [InlineData("GET", "/api/v1/users/me/addresses/{address}")]
    [InlineData("DELETE", "/api/v1/cart/items/{line}")]
    public async Task What_is_anothers_looks_like_what_is_not_there(string method, string path)
    {
        using var cast = await Cast.Of(shop);
        using var stranger = await shop.Customer();
        var missing = Routes.Shape(path).Replace("{}", $"{Guid.CreateVersion7()}", StringComparison.Ordinal);

        var anothers = await Answer(stranger, method, await cast.Fill(path));
        Assert.Equal(await Answer(stranger, method, missing), anothers);
        Assert.StartsWith("404", anothers, StringComparison.Ordinal);
    }

    private static async Task<string> Answer(HttpClient client, string method, string path)
    {
        using var answer = await client.Send(new HttpMethod(method), path, method == "POST" ? "{}" : null);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
        problem.Remove("trace_id");
        return $"{(int)answer.StatusCode} {problem.ToJsonString()}";
    }
}
