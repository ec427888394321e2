using System.Collections.Immutable;

namespace Shop.Accounts;

/// <inheritdoc cref="IShoppersGrain"/>
internal sealed class ShoppersGrain : Grain, IShoppersGrain
{
    public async Task<Result<ImmutableArray<Shopper>>> Admit(int count)
    {
        if (count is < 1 or > ShoppersKeys.MaxAtOnce)
            return AccountErrors.ShopperCount(ShoppersKeys.MaxAtOnce);

        var admitted = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Admit()));
        return admitted.ToImmutableArray();
    }

    /// <summary>The token names the account's one session, which cannot be refreshed.</summary>
    private async Task<Shopper> Admit()
    {
        var id = Guid.CreateVersion7();
        var user = await GrainFactory.User(id).AdmitShopper();
        return new(id, await GrainFactory.TokenSigner().Sign(new(user.Value!, id)));
    }
}
