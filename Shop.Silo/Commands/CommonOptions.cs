using System.CommandLine;
using Shop.Hosting;

namespace Shop.Commands;

/// <summary>Options that several commands take.</summary>
internal static class CommonOptions
{
    public static Option<int?> Port { get; } = new("--port")
    {
        Description = "Where the shop answers HTTP (SHOP_PORT, 5080).",
        HelpName = "N",
    };

    public static Option<string?> Data { get; } = new("--data")
    {
        Description = "The folder of everything that is kept (SHOP_DATA, .shop/data).",
        HelpName = "DIR",
    };

    public static ShopSettings Read(ParseResult line) => ShopSettings.Read(
        line.CommandResult.GetResult(Port) is null ? null : line.GetValue(Port),
        line.CommandResult.GetResult(Data) is null ? null : line.GetValue(Data));
}
