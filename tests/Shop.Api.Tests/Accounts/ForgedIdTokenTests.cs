using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Shop.Accounts;

/// <summary>Whatever comes in the place of the other server's word, the sign-in takes only a good one.</summary>
public sealed class ForgedIdTokenTests(ForgedIdTokenTests.DeceivedShop shop)
    : IClassFixture<ForgedIdTokenTests.DeceivedShop>
{
    private static readonly Dictionary<string, Func<IdTokenDraft, string>> Forgeries = new()
    {
        ["without a signature"] = draft => draft.Unsigned("none"),
        ["without a signature, spelt otherwise"] = draft => draft.Unsigned("nOnE"),
        ["without a signature or an algorithm"] = draft => draft.Unsigned(""),
        ["signed by the public key as a secret"] = draft => draft.SignedWith(draft.Key.ExportSubjectPublicKeyInfo()),
        ["signed by the public key as a text"] = draft =>
            draft.SignedWith(Encoding.ASCII.GetBytes(draft.Key.ExportSubjectPublicKeyInfoPem())),
        ["signed by the public number"] = draft => draft.SignedWith(draft.Key.ExportParameters(false).Modulus!),
        ["signed by the secret of the shop"] = draft =>
            draft.SignedWith(Encoding.ASCII.GetBytes(IdTokenDraft.ClientSecret)),
        ["signed by another key"] = draft => draft.Signed(RSA.Create(2048)),
        ["changed after it was signed"] = draft => draft.ChangedAfterSigning("email", "victim@mail.example"),
        ["for another program"] = draft => draft.With("aud", "another").Signed(),
        ["for nobody"] = draft => draft.With("aud", null).Signed(),
        ["for several, and another was to use it"] = draft =>
            draft.With("aud", new JsonArray("shop", "another")).With("azp", "another").Signed(),
        ["of another server"] = draft => draft.With("iss", "https://another.example").Signed(),
        ["of no server"] = draft => draft.With("iss", null).Signed(),
        ["of another attempt"] = draft => draft.With("nonce", "another").Signed(),
        ["of no attempt"] = draft => draft.With("nonce", null).Signed(),
        ["expired"] = draft => draft.With("exp", draft.At(TimeSpan.FromMinutes(-3))).Signed(),
        ["good for ever"] = draft => draft.With("exp", null).Signed(),
        ["not good yet"] = draft => draft.With("nbf", draft.At(TimeSpan.FromMinutes(3))).Signed(),
        ["about nobody"] = draft => draft.With("sub", null).Signed(),
        ["no token"] = _ => "token",
        ["empty"] = _ => "",
    };

    public static TheoryData<string> Names => [.. Forgeries.Keys];

    [Fact]
    public async Task A_token_that_is_good_lets_in()
    {
        var answer = await SignIn(draft => draft.With("azp", IdTokenDraft.ClientId).Signed());

        Assert.Equal("somebody@mail.example", (await answer.Read(HttpStatusCode.OK)).GetProperty("user").Text("email"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_token_that_is_not_good_lets_nobody_in(string forgery) =>
        await (await SignIn(Forgeries[forgery])).Problem(HttpStatusCode.Unauthorized, "google_failed");

    [Theory]
    [InlineData("{}", HttpStatusCode.Unauthorized, "google_failed")]
    [InlineData("[]", HttpStatusCode.Unauthorized, "google_failed")]
    [InlineData("null", HttpStatusCode.Unauthorized, "google_failed")]
    [InlineData("""{"id_token": null}""", HttpStatusCode.Unauthorized, "google_failed")]
    [InlineData("""{"id_token": {"sub": "somebody"}}""", HttpStatusCode.Unauthorized, "google_failed")]
    [InlineData("<html>", HttpStatusCode.ServiceUnavailable, "google_unavailable")]
    public async Task An_answer_that_makes_no_sense_lets_nobody_in(string said, HttpStatusCode status, string code) =>
        await (await Answered(_ => said)).Problem(status, code);

    private Task<HttpResponseMessage> SignIn(Func<IdTokenDraft, string> token) =>
        Answered(draft => JsonSerializer.Serialize(new { token_type = "Bearer", id_token = token(draft) }));

    private async Task<HttpResponseMessage> Answered(Func<IdTokenDraft, string> answer)
    {
        using var anybody = shop.Anonymous();
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = anybody.BaseAddress,
        };
        var sent = await browser.GetAsync("/api/v1/auth/google/login");
        var asked = QueryHelpers.ParseQuery(sent.Headers.Location!.Query);
        shop.Server.Answer = answer(new(shop.Server, asked["nonce"].ToString(), shop.Clock.GetUtcNow()));
        return await browser.GetAsync($"/api/v1/auth/google/callback?code=any&state={asked["state"]}");
    }

    public sealed class DeceivedShop : ShopHost
    {
        public LyingServer Server { get; } = new();

        protected override async Task Starting()
        {
            await Server.Start();
            Settings["SHOP_GOOGLE_ISSUER"] = Server.Url;
            Settings["SHOP_GOOGLE_CLIENT_ID"] = IdTokenDraft.ClientId;
            Settings["SHOP_GOOGLE_CLIENT_SECRET"] = IdTokenDraft.ClientSecret;
        }

        protected override async Task Stopped() => await Server.DisposeAsync();
    }
}
