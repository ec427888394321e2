using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Shop.Hosting;

public sealed class SettingsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("shop-settings-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_env_file_goes_before_appsettings()
    {
        File.WriteAllText(
            Path.Combine(folder, "appsettings.json"), """{ "SHOP_SERVICE_ID": "json", "SHOP_PORT": "1000" }""");
        File.WriteAllText(Path.Combine(folder, ".env"), "# our shop\n\nexport SHOP_SERVICE_ID = \"file\"\n");

        var settings = Settings.Read(folder);
        Assert.Equal("file", settings.Text("SHOP_SERVICE_ID"));
        Assert.Equal(1000, settings.Number("SHOP_PORT", 5080, 1, 65_535));
    }

    [Fact]
    public void A_line_that_sets_nothing_is_refused()
    {
        File.WriteAllText(Path.Combine(folder, ".env"), "SHOP_PORT 80\n");
        Assert.Contains("'SHOP_PORT 80'", Assert.Throws<CannotStartException>(() => Settings.Read(folder)).Message);
    }

    [Fact]
    public void What_is_not_set_is_the_usual()
    {
        var none = Of("SHOP_PORT", " ");
        Assert.Equal(5080, none.Number("SHOP_PORT", 5080, 1, 65_535));
        Assert.Equal(IPAddress.Loopback, none.Address("SHOP_LISTEN", IPAddress.Loopback));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("eighty")]
    [InlineData("99999999999")]
    public void A_wrong_setting_is_refused_by_name(string value)
    {
        var refusal = Assert.Throws<CannotStartException>(
            () => Of("SHOP_PORT", value).Number("SHOP_PORT", 5080, 1, 65_535));
        Assert.Equal($"SHOP_PORT is '{value}': it must be a whole number from 1 to 65535.", refusal.Message);
    }

    [Fact]
    public void A_choice_is_one_of_its_names()
    {
        Assert.Equal(LogLevel.Debug, Of("SHOP_LOG_LEVEL", "debug").Choice("SHOP_LOG_LEVEL", LogLevel.Warning));
        Assert.Throws<CannotStartException>(
            () => Of("SHOP_LOG_LEVEL", "17").Choice("SHOP_LOG_LEVEL", LogLevel.Warning));
    }

    private static IConfiguration Of(string name, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection([new(name, value)]).Build();
}
