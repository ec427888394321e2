using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop.Accounts;

/// <summary>Customers by the thousand, for demonstrations and load. It gives out tokens: never in production.</summary>
internal static class ShopperEndpoints
{
    public static void MapShoppers(this IEndpointRouteBuilder app) => app
        .MapPost("/dev/shoppers", Admit).WithTags("Development").ForEveryone()
        .WithSummary("Open throw-away accounts and sign them in.");

    private static async Task<Results<Ok<ImmutableArray<ShopperResponse>>, ProblemHttpResult>> Admit(
        ShoppersRequest request, IGrainFactory grains)
    {
        var admitted = await grains.Shoppers().Admit(request.Count);
        return admitted.Error is { } refused
            ? refused.ToProblem()
            : TypedResults.Ok(admitted.Value
                .Select(shopper => new ShopperResponse(shopper.UserId, shopper.AccessToken)).ToImmutableArray());
    }

    public sealed record ShoppersRequest([Range(1, ShoppersKeys.MaxAtOnce)] int Count);

    public sealed record ShopperResponse(Guid UserId, string AccessToken);
}
