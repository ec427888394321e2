using System.Net;
using Microsoft.AspNetCore.Routing;
using Shop.Hosting;

namespace Shop.Accounts;

public class ShopperEndpointTests
{
    [Theory]
    [InlineData("Development", true)]
    [InlineData("Production", false)]
    public async Task Tokens_are_given_away_in_development_only(string environment, bool given)
    {
        var settings = ShopSettings.Read(data: Path.GetTempPath()) with
        {
            Web = new WebSettings(IPAddress.Loopback, Port: 0, environment),
        };
        await using var shop = ShopApplication.Build(settings, "Host=127.0.0.1", ShopRole.Everything);

        var paths = ((IEndpointRouteBuilder)shop).DataSources.SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>().Select(endpoint => endpoint.RoutePattern.RawText!).ToList();

        Assert.Contains("/api/v1/auth/login", paths);
        Assert.Equal(given, paths.Any(path => path.Contains("/dev/", StringComparison.Ordinal)));
    }
}
