using Shop.Orders;
using Shop.Testing;

namespace Shop.Hosting;

/// <summary>Every page that the shop shows, under its Content-Security-Policy, in a real browser.</summary>
public class PagesInABrowserTests(ShopHost shop) : IClassFixture<ShopHost>
{
    private const string Look = """
        await page.goto(process.env.PAGE)
        await page.locator(process.env.SHOWS).first().waitFor()
        await page.waitForLoadState('networkidle')
        return page.url()
        """;

    /// <summary>The maker's sign, which ReDoc wants from there, and which its page does without.</summary>
    private const string Foreign = "https://cdn.redoc.ly/redoc/logo";

    [Theory]
    [InlineData("/", "a[href='/swagger']")]
    [InlineData("/swagger", ".opblock-summary-path >> text=checkout")]
    [InlineData("/redoc", "#redoc-container h1 >> text=Shop")]
    public async Task A_page_shows_all_of_itself_and_complains_of_nothing(string path, string shows)
    {
        var visit = await Browser.Does(Look, ("PAGE", $"{Home}{path}"), ("SHOWS", shows));

        Assert.DoesNotContain(visit.Complaints, complaint => !complaint.Contains(Foreign, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_order_is_paid_by_a_click_on_the_pay_page()
    {
        using var customer = await shop.Customer();
        var order = await customer.Orders(await shop.Sells(stock: 1));

        var visit = await Browser.Does(
            """
            await page.goto(process.env.PAGE)
            await page.getByRole('button', { name: 'Pay', exact: true }).click()
            return page.locator('h1').textContent()
            """,
            ("PAGE", $"{Home}/sandbox/pay/{order.GetProperty("payment_url").GetString()!.Split('/')[^1]}"));

        Assert.Equal("Paid", visit.Answer.GetString());
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_script_that_gets_into_a_page_is_not_run()
    {
        var visit = await Browser.Does(
            """
            await page.goto(process.env.PAGE)
            await page.evaluate(() => {
              const script = document.createElement('script')
              script.textContent = 'document.title = "owned"'
              document.body.append(script)
            })
            return page.title()
            """,
            ("PAGE", Home));

        Assert.NotEqual("owned", visit.Answer.GetString());
        Assert.Contains("Content Security Policy", Assert.Single(visit.Complaints), StringComparison.Ordinal);
    }

    private string Home
    {
        get
        {
            using var anybody = shop.Anonymous();
            return anybody.BaseAddress!.ToString().TrimEnd('/');
        }
    }
}
