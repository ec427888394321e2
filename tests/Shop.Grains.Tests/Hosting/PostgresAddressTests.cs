using Npgsql;

namespace Shop.Hosting;

public sealed class PostgresAddressTests
{
    [Fact]
    public void A_url_says_what_the_keywords_say()
    {
        var read = Parse("postgresql://o%40ps:p%3Ass@db.example:5433/the%20shop?sslmode=verify-full&connect_timeout=7");

        Assert.Equal("db.example", read.Host);
        Assert.Equal(5433, read.Port);
        Assert.Equal("o@ps", read.Username);
        Assert.Equal("p:ss", read.Password);
        Assert.Equal("the shop", read.Database);
        Assert.Equal(SslMode.VerifyFull, read.SslMode);
        Assert.Equal(7, read.Timeout);
    }

    [Fact]
    public void Keywords_are_taken_as_they_are() =>
        Assert.Equal("shop", Parse("Host=localhost;Database=shop;Username=me").Database);

    [Theory]
    [InlineData("postgres://me:secret@/shop")]
    [InlineData("postgres://me:secret@host")]
    [InlineData("postgres://me:secret@host:port/shop")]
    [InlineData("postgres://me:secret@host/shop?colour=secret")]
    [InlineData("mysql://me:secret@host/shop")]
    [InlineData("secret")]
    public void A_wrong_one_is_refused_by_name_and_keeps_its_secret(string text)
    {
        var refusal = Assert.Throws<CannotStartException>(() => Parse(text));
        Assert.StartsWith("SHOP_DATABASE_URL is wrong", refusal.Message);
        Assert.DoesNotContain("secret", refusal.Message);
    }

    private static NpgsqlConnectionStringBuilder Parse(string text) =>
        new(PostgresAddress.Parse(text, "SHOP_DATABASE_URL"));
}
