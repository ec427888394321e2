using System.Net;
using System.Security.Cryptography;
using System.Text.Json;

namespace Shop.Accounts;

public class SecondFactorApiTests(ShopHost shop) : IClassFixture<ShopHost>
{
    [Fact]
    public async Task Nobody_gets_in_by_password_alone_once_the_second_factor_is_on()
    {
        await using var own = await ShopHost.Start();
        using var client = own.Anonymous();
        var (email, _) = await client.SignedIn();
        var secret = await TurnOn(own, client);

        await (await Login(client, email, null)).Problem(HttpStatusCode.Unauthorized, "otp_required");
        await (await Login(client, email, "000000", "not-my-password"))
            .Problem(HttpStatusCode.Unauthorized, "invalid_credentials");
        await (await Login(client, email, "12345")).Problem(HttpStatusCode.Unauthorized, "otp_invalid");

        own.Clock.Advance(TimeSpan.FromSeconds(30));
        var code = Code(own, secret);
        var user = (await (await Login(client, email, code)).Read(HttpStatusCode.OK)).GetProperty("user");
        Assert.True(user.GetProperty("has_second_factor").GetBoolean());
        await (await Login(client, email, code)).Problem(HttpStatusCode.Unauthorized, "otp_invalid");
    }

    [Fact]
    public async Task A_secret_counts_once_the_app_has_shown_a_code_of_it()
    {
        using var client = shop.Anonymous();
        var (email, _) = await client.SignedIn();
        await (await client.Post("/auth/mfa", new { current_password = "not-my-password" }))
            .Problem(HttpStatusCode.UnprocessableEntity, "password_wrong");
        var drawn = await Begin(client);
        Assert.Equal($"otpauth://totp/Shop:{Uri.EscapeDataString(email)}?secret={drawn.Text("secret")}&issuer=Shop",
            drawn.Text("uri"));

        await (await client.Post("/auth/mfa/confirm", new { code = "12345" }))
            .Problem(HttpStatusCode.UnprocessableEntity, "code_invalid");

        await (await client.Login(email)).Read(HttpStatusCode.OK);
        Assert.False((await View(client)).GetProperty("is_on").GetBoolean());
        await (await client.Post("/auth/mfa/disable", new { code = "123456", current_password = Visitors.Password }))
            .Problem(HttpStatusCode.Conflict, "second_factor_off");
    }

    [Fact]
    public async Task A_recovery_code_lets_in_once()
    {
        using var client = shop.Anonymous();
        var (email, _) = await client.SignedIn();
        var codes = await Recovery(await Confirm(shop, client, await Begin(client)));
        Assert.Equal(10, codes.Distinct().Count());

        await (await Login(client, email, codes[3].ToLowerInvariant())).Read(HttpStatusCode.OK);
        await (await Login(client, email, codes[3])).Problem(HttpStatusCode.Unauthorized, "otp_invalid");
        Assert.Equal(9, (await View(client)).GetProperty("recovery_codes_left").GetInt32());

        var renewed = await Recovery(await client.Post("/auth/mfa/recovery-codes", new { code = codes[4] }));
        await (await Login(client, email, codes[5])).Problem(HttpStatusCode.Unauthorized, "otp_invalid");
        await (await Login(client, email, renewed[5])).Read(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Neither_secret_nor_recovery_codes_are_stored_as_they_are()
    {
        using var client = shop.Anonymous();
        var (email, _) = await client.SignedIn();
        var drawn = await Begin(client);
        var codes = await Recovery(await Confirm(shop, client, drawn));

        var stored = await shop.Database.Value<string>($"select state::text from users where email = '{email}'");

        Assert.DoesNotContain(drawn.Text("secret")!, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Convert.ToBase64String(Read(drawn.Text("secret")!)), stored, StringComparison.Ordinal);
        Assert.All(codes, code =>
            Assert.DoesNotContain(code.Replace("-", ""), stored, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Guessing_codes_is_slowed_down()
    {
        using var client = shop.Anonymous();
        var (email, _) = await client.SignedIn();
        await Confirm(shop, client, await Begin(client));
        for (var attempt = 0; attempt < 5; attempt++)
            await (await Login(client, email, "no-code")).Problem(HttpStatusCode.Unauthorized, "otp_invalid");

        await (await Login(client, email, "no-code")).Problem(HttpStatusCode.TooManyRequests, "too_many_attempts");
    }

    [Fact]
    public async Task It_is_turned_off_by_who_has_both_factors()
    {
        using var client = shop.Anonymous();
        var (email, _) = await client.SignedIn();
        var codes = await Recovery(await Confirm(shop, client, await Begin(client)));
        await (await client.Post("/auth/mfa", new { current_password = Visitors.Password }))
            .Problem(HttpStatusCode.Conflict, "second_factor_on");

        await (await client.Post("/auth/mfa/disable", new { code = codes[0], current_password = "not-my-password" }))
            .Problem(HttpStatusCode.UnprocessableEntity, "password_wrong");
        await (await client.Post("/auth/mfa/disable", new { code = "123456x", current_password = Visitors.Password }))
            .Problem(HttpStatusCode.UnprocessableEntity, "code_invalid");
        await (await client.Post("/auth/mfa/disable", new { code = codes[0], current_password = Visitors.Password }))
            .Read(HttpStatusCode.NoContent);

        await (await client.Login(email)).Read(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Where_admins_need_one_an_admin_without_is_a_customer()
    {
        await using var own = await ShopHost.Start(("SHOP_ADMIN_SECOND_FACTOR", "on"));
        using var client = own.Anonymous();
        var email = Visitors.NewEmail();
        await own.Grains.User(Guid.CreateVersion7()).Register(
            new(email, new(Visitors.Password), new("Ann", "Lee"), Role.Admin, EmailVerified: true));
        var tokens = await (await client.Login(email)).Read(HttpStatusCode.OK);
        client.Use(tokens);
        await (await client.Post("/categories", new { name = "Mugs" })).Problem(HttpStatusCode.Forbidden, "forbidden");

        var codes = await Recovery(await Confirm(own, client, await Begin(client)));

        client.Use(await (await client.Refresh(tokens)).Read(HttpStatusCode.OK));
        await (await client.Post("/categories", new { name = "Mugs" })).Read(HttpStatusCode.Created);
        await (await client.Post("/auth/mfa/disable", new { code = codes[0], current_password = Visitors.Password }))
            .Problem(HttpStatusCode.Conflict, "second_factor_stays");
    }

    private static async Task<byte[]> TurnOn(ShopHost shop, HttpClient client)
    {
        var drawn = await Begin(client);
        await (await Confirm(shop, client, drawn)).Read(HttpStatusCode.OK);
        return Read(drawn.Text("secret")!);
    }

    private static async Task<JsonElement> Begin(HttpClient client) =>
        await (await client.Post("/auth/mfa", new { current_password = Visitors.Password })).Read(HttpStatusCode.OK);

    private static Task<HttpResponseMessage> Confirm(ShopHost shop, HttpClient client, JsonElement drawn) =>
        client.Post("/auth/mfa/confirm", new { code = Code(shop, Read(drawn.Text("secret")!)) });

    private static async Task<JsonElement> View(HttpClient client) =>
        await (await client.GetAsync("/api/v1/auth/mfa")).Read(HttpStatusCode.OK);

    private static async Task<List<string>> Recovery(HttpResponseMessage answer)
    {
        Assert.True(answer.Headers.CacheControl?.NoStore);
        var told = await answer.Read(HttpStatusCode.OK);
        return [.. told.GetProperty("codes").EnumerateArray().Select(code => code.GetString()!)];
    }

    private static Task<HttpResponseMessage> Login(
        HttpClient client, string email, string? otp, string password = Visitors.Password) =>
        client.Post("/auth/login", new { email, password, otp });

    /// <summary>What an authenticator app shows, written down a second time from the RFC.</summary>
    private static string Code(ShopHost shop, byte[] secret)
    {
        var step = BitConverter.GetBytes(shop.Clock.GetUtcNow().ToUnixTimeSeconds() / 30);
        Array.Reverse(step);
#pragma warning disable CA5350 // What apps use.
        var hash = HMACSHA1.HashData(secret, step);
#pragma warning restore CA5350
        var at = hash[19] & 15;
        var number = ((hash[at] & 127) << 24) | (hash[at + 1] << 16) | (hash[at + 2] << 8) | hash[at + 3];
        return $"{number % 1_000_000:D6}";
    }

    private static byte[] Read(string base32)
    {
        var bits = string.Concat(base32.Select(sign =>
            Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(sign), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Select(bit => Convert.ToByte(new string(bit), 2))];
    }
}
