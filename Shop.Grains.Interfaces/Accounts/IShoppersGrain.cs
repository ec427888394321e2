using System.Collections.Immutable;

namespace Shop.Accounts;

/// <summary>
/// Hands out throw-away customers for demonstrations and load. There is one; its key is <c>shoppers/all</c>.
/// </summary>
[Alias("accounts.IShoppersGrain")]
public interface IShoppersGrain : IGrainWithStringKey
{
    /// <param name="count">From one to <see cref="ShoppersKeys.MaxAtOnce"/>.</param>
    [Alias("Admit")]
    Task<Result<ImmutableArray<Shopper>>> Admit(int count);
}

[GenerateSerializer, Immutable, Alias("accounts.Shopper")]
public sealed record Shopper(Guid UserId, string AccessToken);

public static class ShoppersKeys
{
    public const int MaxAtOnce = 2_000;

    public static IShoppersGrain Shoppers(this IGrainFactory grains) =>
        grains.GetGrain<IShoppersGrain>("shoppers/all");
}
