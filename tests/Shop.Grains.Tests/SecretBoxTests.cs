using System.Buffers.Text;
using System.Text;

namespace Shop;

public class SecretBoxTests
{
    private const string Purpose = "totp/ann";

    private static readonly SecretBox Box = new("a secret of the shop");

    [Fact]
    public void What_was_sealed_opens() => Assert.Equal("seed", Open(Box, Seal(Box, "seed"), Purpose));

    [Fact]
    public void Nothing_of_the_secret_shows_and_no_two_seals_are_alike()
    {
        var (one, other) = (Seal(Box, "seed"), Seal(Box, "seed"));

        Assert.NotEqual(one, other);
        Assert.DoesNotContain("seed", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(one.AsSpan(3))));
    }

    [Fact]
    public void What_was_sealed_for_one_use_is_of_no_use_elsewhere() =>
        Assert.Throws<SealedElsewhereException>(() => Open(Box, Seal(Box, "seed"), "totp/bob"));

    [Fact]
    public void Another_secret_does_not_open_it()
    {
        var refusal = Assert.Throws<SealedElsewhereException>(
            () => Open(new SecretBox("another secret"), Seal(Box, "seed"), Purpose));
        Assert.Contains("SHOP_SECRET", refusal.Message);
    }

    [Fact]
    public void A_former_secret_opens_and_seals_no_more()
    {
        var changed = new SecretBox("a new secret", former: "a secret of the shop");

        Assert.Equal("seed", Open(changed, Seal(Box, "seed"), Purpose));
        Assert.Throws<SealedElsewhereException>(() => Open(Box, Seal(changed, "seed"), Purpose));
    }

    [Fact]
    public void Every_bit_counts()
    {
        var good = Base64Url.DecodeFromChars(Seal(Box, "seed").AsSpan(3));
        for (var at = 0; at < good.Length; at++)
        {
            var bad = good.ToArray();
            bad[at] ^= 1;
            Assert.Throws<SealedElsewhereException>(() => Open(Box, "v1." + Base64Url.EncodeToString(bad), Purpose));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("v1.")]
    [InlineData("v1.AAAA")]
    [InlineData("v1.***")]
    [InlineData("v2.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_is_no_seal_is_not_opened(string text) =>
        Assert.Throws<SealedElsewhereException>(() => Open(Box, text, Purpose));

    private static string Seal(SecretBox box, string secret) => box.Seal(Encoding.UTF8.GetBytes(secret), Purpose);

    private static string Open(SecretBox box, string text, string purpose) =>
        Encoding.UTF8.GetString(box.Open(text, purpose));
}
