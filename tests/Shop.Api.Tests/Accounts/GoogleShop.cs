using Shop.Testing;

namespace Shop.Accounts;

/// <summary>A shop that one can sign in to by way of another server.</summary>
public sealed class GoogleShop : ShopHost
{
    private readonly Dictionary<string, object> people = new()
    {
        ["ann"] = new { email = "ann@mail.example", email_verified = true, given_name = "Ann", family_name = "Other" },
        ["bob"] = new { email = "bob@mail.example", email_verified = true, name = "Bob" },
        ["joe"] = new { email = "joe@mail.example", email_verified = true, name = "Joe" },
        ["kim"] = new { email = "kim@mail.example", email_verified = true, name = "Kim" },
        ["eve"] = new { email = "victim@mail.example", email_verified = false, name = "Eve" },
        ["sam"] = new { email = "seller@mail.example", email_verified = true, name = "Sam" },
    };

    private Peer? server;

    /// <summary>Where the other server is; a page there counts as one of the shop's.</summary>
    public string Server => server!.Address;

    protected override async Task Starting()
    {
        server = await SignInServer.Start(people);
        Settings["SHOP_GOOGLE_ISSUER"] = Server;
        Settings["SHOP_GOOGLE_CLIENT_ID"] = "shop";
        Settings["SHOP_GOOGLE_CLIENT_SECRET"] = SignInServer.ClientSecret;
        Settings["SHOP_CORS_ORIGINS"] = $"http://storefront.example, {Server}";
    }

    protected override async Task Stopped()
    {
        if (server is not null)
            await server.DisposeAsync();
    }
}
