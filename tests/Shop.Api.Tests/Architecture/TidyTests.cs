using System.Text.RegularExpressions;

namespace Shop.Architecture;

public partial class TidyTests
{
    [Fact]
    public void Every_source_file_is_tidy()
    {
        var faults = Repository.Files("*.cs")
            .Where(path => path != "tests/Shop.Api.Tests/Architecture/TidyTests.cs")
            .SelectMany(path => Tidy.Faults(path, Repository.Read(path))).ToList();

        Assert.True(faults.Count == 0, string.Join('\n', faults.Order()));
    }

    [Theory]
    [InlineData("Shop.Grains/Carts/Cart.cs", "#region Cart")]
    [InlineData("Shop.Grains/Carts/Cart.cs", "// TODO: later")]
    [InlineData("Shop.Grains/Carts/CartGrain.cs", "[Reentrant]")]
    [InlineData("Shop.Grains/Carts/CartGrain.cs", "[KeepAlive, Reentrant]")]
    [InlineData("Shop.Grains/Carts/Cart.cs", "public double Total { get; init; }")]
    [InlineData("Shop.Api/Carts/CartEndpoints.cs", "float total = 0;")]
    [InlineData("Shop.Grains/Carts/CartManager.cs", "internal sealed class CartManager")]
    [InlineData("Shop.Api/Carts/CartDto.cs", "public sealed record CartDto(int Quantity);")]
    [InlineData("Shop.Grains/Carts/CartBase.cs", "internal class CartBase")]
    [InlineData("Shop.Grains/Carts/AbstractCart.cs", "internal class AbstractCart")]
    [InlineData("Shop.Api/Carts/ListCarts.cs", "update carts set version = 1")]
    [InlineData("Shop.Api/Carts/ListCarts.cs", "delete from carts")]
    [InlineData("Shop.Api/Carts/CartEndpoints.cs", "grains.GetGrain<ICartGrain>(id)")]
    [InlineData("Shop.Grains/Carts/CartStatus.cs", "enum CartStatus { Open = 0, Closed }")]
    [InlineData("Shop.Grains/Utilities/Cart.cs", "")]
    public void An_untidy_file_is_found(string path, string text) => Assert.Single(Tidy.Faults(path, text));

    [Theory]
    [InlineData("Shop.Grains/Inventory/InventoryGrain.cs", "[Reentrant]")]
    [InlineData("Shop.Grains/Carts/Cart.cs", "// A double of the cart.")]
    [InlineData("Shop.Silo/Hosting/DataFolder.cs", "internal sealed class DataFolder : IServiceProvider")]
    [InlineData("Shop.Grains/Carts/CartStatus.cs", "enum CartStatus { Open = 0, Closed = 1 }")]
    [InlineData("Shop.Grains.Interfaces/Error.cs", "public sealed record Error")]
    public void A_tidy_file_is_left_alone(string path, string text) => Assert.Empty(Tidy.Faults(path, text));

    [Fact]
    public void What_is_too_large_is_found()
    {
        Assert.Single(Tidy.Faults("Shop.Api/Long.cs", new string('\n', 301)));
        Assert.Single(Tidy.Faults("Shop.Silo/Program.cs", new string('\n', 61)));
        Assert.Single(Tidy.Faults("Shop.Api/Wide.cs", new string(' ', 121)));
        Assert.Empty(Tidy.Faults("Shop.Api/Fits.cs", new string(' ', 120) + new string('\n', 300)));
    }

    [Fact]
    public void Every_page_is_linked_and_every_link_leads_somewhere()
    {
        var pages = Repository.Files("*.md").ToList();
        var links = pages.ToDictionary(page => page, LinksOf);

        var dead = links.Values.SelectMany(targets => targets)
            .Where(target => !Path.Exists(Path.Combine(Repository.Root, target))).ToList();
        var linked = links.Values.SelectMany(targets => targets).ToHashSet();
        var lost = pages.Where(page => !linked.Contains(page) && !linked.Contains(Path.GetDirectoryName(page)!))
            .Except(["README.md"]).ToList();

        Assert.Empty(dead);
        Assert.Empty(lost);
    }

    private static List<string> LinksOf(string page) =>
    [
        .. from Match link in Link().Matches(Repository.Read(page))
           let target = link.Groups[1].Value.Split('#')[0]
           where target.Length > 0 && !target.Contains(':', StringComparison.Ordinal)
           let path = Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, target))
           select path[(Repository.Root.Length + 1)..].TrimEnd('/'),
    ];

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
