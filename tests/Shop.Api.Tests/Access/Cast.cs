using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shop.Orders;

namespace Shop.Access;

/// <summary>Who calls. The things that they call for are the customer's or the seller's.</summary>
internal sealed partial class Cast : IDisposable
{
    public static readonly string[] Names =
        ["anonymous", "customer", "other customer", "seller", "other seller", "admin"];

    private const string Sizes = """{"options":{"size":"S"}},{"options":{"size":"M"}}""";

    private const string Address = """{"recipient":"Ann","line1":"1 Street","city":"Town","country":"GB"}""";

    private readonly ShopHost shop;
    private readonly HttpClient[] callers;

    private Cast(ShopHost shop, HttpClient[] callers)
    {
        (this.shop, this.callers) = (shop, callers);
    }

    private HttpClient Customer => callers[1];

    private HttpClient Seller => callers[3];

    private HttpClient Admin => callers[5];

    public static async Task<Cast> Of(ShopHost shop) => new(shop,
    [
        shop.Anonymous(),
        .. await Task.WhenAll(shop.Customer(), shop.Customer(), shop.Seller(), shop.Seller(), shop.Admin()),
    ]);

    /// <summary>What each caller is answered, every one asking for things of their own making.</summary>
    public async Task<int[]> Try(RouteLine line)
    {
        var answers = new int[callers.Length];
        for (var caller = 0; caller < callers.Length; caller++)
        {
            var made = new Dictionary<string, string>();
            var path = await Fill(line.Path, made);
            var body = line.Body.Length == 0 ? null : await Fill(line.Body, made);
            using var request = new HttpRequestMessage(new HttpMethod(line.Method), path);
            request.Content = body is null ? null : Answers.Json(body);
            // A stream of events never ends, and has a status all the same.
            using var answer = await callers[caller].SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            answers[caller] = (int)answer.StatusCode;
        }

        return answers;
    }

    /// <summary>The text with things of the customer's and the seller's in place of their names.</summary>
    public Task<string> Fill(string text) => Fill(text, []);

    public void Dispose()
    {
        foreach (var caller in callers)
            caller.Dispose();
    }

    private async Task<string> Fill(string text, Dictionary<string, string> made)
    {
        foreach (Match found in Thing().Matches(text))
        {
            var name = found.Groups["name"].Value;
            if (found.Groups["text"] is { Success: true } literal)
                made[name] = literal.Value;
            else if (!made.ContainsKey(name))
                await Make(name, made);

            text = text.Replace(found.Value, made[name], StringComparison.Ordinal);
        }

        return text;
    }

    private async Task Make(string name, Dictionary<string, string> made)
    {
        switch (name)
        {
            case "order" or "session":
                // The cart is kept until an order is paid, so later orders take of the earlier goods, too.
                var order = await Customer.Orders(await shop.Sells(stock: 50));
                made["order"] = order.GetProperty("id").GetString()!;
                made["session"] = order.GetProperty("payment_url").GetString()!.Split('/')[^1];
                break;
            case "line" or "goods" or "stocked":
                var goods = await shop.Sells(stock: 5);
                var cart = await Customer.Puts(goods);
                (made["goods"], made["stocked"]) = ($"{goods.Id}", goods.Sku);
                made["line"] = cart.GetProperty("items")[0].GetProperty("id").GetString()!;
                break;
            case "product" or "variant":
                var product = await Made(Seller, "/api/v1/products", Product());
                made["product"] = product.GetProperty("id").GetString()!;
                made["variant"] = product.GetProperty("variants")[0].GetProperty("id").GetString()!;
                break;
            case "category":
                var category = await Made(Admin, "/api/v1/categories", $$"""{"name":"C {{Word()}}" }""");
                made["category"] = category.GetProperty("id").GetString()!;
                break;
            case "address":
                made["address"] = (await Made(Customer, "/api/v1/users/me/addresses", Address))
                    .GetProperty("id").GetString()!;
                break;
            case "word":
                made["word"] = Word();
                break;
            default:
                throw new ArgumentException($"routes.txt wants a {name}, and nobody knows how to make one.");
        }
    }

    private static string Product() =>
        $"{{\"name\":\"P {Word()}\",\"price\":100,\"variants\":[{Sizes}]}}";

    private static string Word() => $"w{Guid.CreateVersion7():N}";

    private static async Task<JsonElement> Made(HttpClient client, string path, string body) =>
        await (await client.PostJson(path, body)).Read(HttpStatusCode.Created);

    [GeneratedRegex(@"\{(?<name>[A-Za-z]+)(=(?<text>[^}]*))?\}")]
    private static partial Regex Thing();
}
