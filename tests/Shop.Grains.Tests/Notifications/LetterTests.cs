using System.Runtime.CompilerServices;
using System.Text.Json;
using Shop.Accounts;
using Shop.Inventory;
using Shop.Orders;

namespace Shop.Notifications;

/// <summary>
/// Every letter beside a copy that somebody has looked at: run with SHOP_WRITE_DOCS=1 to renew the copies.
/// </summary>
public class LetterTests
{
    private static readonly OrderNews Order = new(
        new Guid("01900000-0000-7000-8000-000000000001"), "K7MP-4QXR", OrderStatus.Processing, Guid.Empty,
        "Ada O'Neill <b>", "ada@mail.example",
        [
            new(Guid.Empty, Guid.Empty, "MUG", "Mug & saucer", "blue / 0.3 l", null, 2, 1_250, 2_500, null),
            new(Guid.Empty, Guid.Empty, "TEE", "Grünes T-Shirt", null, null, 1, 1_999, 1_999, null),
        ],
        4_499, "EUR", new PostalAddress("Ada O'Neill", "Hauptstraße 1", null, "Köln", null, "50667", "DE"),
        new Shipment("UPS", "1Z 999", DateTimeOffset.UnixEpoch, "https://www.ups.com/track?tracknum=1Z%20999"));

    public static TheoryData<string> Kinds => new(
    [
        .. AccountLetters.All.Keys.Order(), .. OrderLetters.All.Keys.Order(), .. StockLetters.All.Keys,
    ]);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_letter_says_what_it_said_when_it_was_looked_at(string kind)
    {
        var letter = await Written(kind);

        Same($"{kind}.html", LetterHtml.Write(letter));
        Same($"{kind}.txt", LetterText.Write(letter));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Nothing_in_a_letter_is_taken_for_markup(string kind) =>
        Assert.DoesNotContain("<b>", LetterHtml.Write(await Written(kind)), StringComparison.Ordinal);

    [Fact]
    public void Every_news_of_an_order_has_its_letter() =>
        Assert.Equal(OrderNews.Kinds.Order(), OrderLetters.All.Keys.Order());

    [Fact]
    public async Task Without_a_storefront_no_letter_leads_there()
    {
        var post = new Postbag();
        var options = Letters.Options with { Head = Letters.Options.Head with { Storefront = null } };
        await new Mailroom(post, options, TimeProvider.System).Deliver(Letters.Message("order.confirmed", Body()));

        Assert.DoesNotContain("https://shop.example", LetterText.Write(post.Mails[0].Letter), StringComparison.Ordinal);
    }

    private static async Task<Letter> Written(string kind)
    {
        var post = new Postbag();
        var body = kind.Split('.')[0] switch
        {
            "account" => """{"email": "ada@mail.example", "first_name": "Ada <b>", "code": "314159"}""",
            "stock" => """{"sku": "MUG<b>", "available": 2}""",
            _ => Body(),
        };
        var sent = await new Mailroom(post, Letters.Options, TimeProvider.System).Deliver(Letters.Message(kind, body));
        Assert.Equal(Delivery.Done, sent);
        return post.Mails[0].Letter;
    }

    private static string Body() =>
        JsonSerializer.Serialize(Order with { Amount = 1_999, Note = "out_of_stock" }, ShopJson.Options);

    private static void Same(string name, string written, [CallerFilePath] string here = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(here)!, "Written", name);
        if (Environment.GetEnvironmentVariable("SHOP_WRITE_DOCS") is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, written);
        }

        Assert.Equal(File.ReadAllText(file), written);
    }
}
