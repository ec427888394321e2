namespace Shop.Hosting;

/// <summary>The settings without which a shop does not start in production.</summary>
internal static class Production
{
    public const string Secret = "kq3V7nPzX0bLw9RtY2mDf6HsJ4cGa8Ue";

    public static (string Name, string Value)[] With(params (string Name, string Value)[] more) =>
        [("SHOP_ENVIRONMENT", "production"), ("SHOP_SECRET", Secret), ("SHOP_SANDBOX", "on"), .. more];
}
