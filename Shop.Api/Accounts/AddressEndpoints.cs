using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Idempotency;

namespace Shop.Accounts;

internal static class AddressEndpoints
{
    private const string Path = MeEndpoints.Address + "/addresses";

    public static void MapAddresses(this IEndpointRouteBuilder app)
    {
        var addresses = app.MapGroup("/users/me/addresses").WithTags("Accounts").ForCustomers();

        addresses.MapGet("/", List).WithSummary("Your addresses, the oldest first.");
        addresses.MapPost("/", Add).Idempotent().WithSummary("Add an address. The first is the default for both uses.");
        addresses.MapGet("/{addressId:guid}", View).WithSummary("One of your addresses.");
        addresses.MapPut("/{addressId:guid}", Change).WithSummary("Replace an address.");
        addresses.MapDelete("/{addressId:guid}", Remove).WithSummary("Remove an address.");
    }

    /// <summary>One page always: a book has no more addresses than a page.</summary>
    private static async Task<Results<Ok<Page<AddressResponse>>, ProblemHttpResult>> List(
        HttpContext http, IGrainFactory grains)
    {
        var addresses = await grains.AddressBook(http.UserId()).Addresses();
        return addresses.Error is { } refused
            ? refused.ToProblem()
            : TypedResults.Ok(new Page<AddressResponse>(
                addresses.Value.Length, null, null, [.. addresses.Value.Select(AddressResponse.Of)]));
    }

    private static async Task<Results<Created<AddressResponse>, ProblemHttpResult>> Add(
        HttpContext http, AddressRequest request, IGrainFactory grains) =>
        Flat(await grains.AddressBook(http.UserId()).Add(request.ToCommand(http.RequestId())))
            .ToCreated(address => $"{Path}/{address.Id}");

    private static async Task<Results<Ok<AddressResponse>, ProblemHttpResult>> View(
        HttpContext http, Guid addressId, IGrainFactory grains) =>
        Flat(await grains.AddressBook(http.UserId()).Find(addressId)).ToHttp();

    private static async Task<Results<Ok<AddressResponse>, ProblemHttpResult>> Change(
        HttpContext http, Guid addressId, AddressRequest request, IGrainFactory grains) =>
        Flat(await grains.AddressBook(http.UserId()).Change(request.ToCommand(addressId))).ToHttp();

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        HttpContext http, Guid addressId, IGrainFactory grains) =>
        (await grains.AddressBook(http.UserId()).Remove(addressId)).ToHttp();

    private static Result<AddressResponse> Flat(Result<AddressView> result) =>
        result.Error is { } refused ? refused : AddressResponse.Of(result.Value!);

    /// <param name="Country">ISO 3166-1 alpha-2.</param>
    /// <param name="IsDefaultShipping">True makes it the default; false leaves the default where it is.</param>
    /// <param name="IsDefaultBilling">As for shipping.</param>
    public sealed record AddressRequest(
        [StringLength(120, MinimumLength = 1)] string Recipient,
        [StringLength(120, MinimumLength = 1)] string Line1,
        [StringLength(120, MinimumLength = 1)] string City,
        [StringLength(2, MinimumLength = 2)] string Country,
        [StringLength(120)] string? Line2 = null,
        [StringLength(120)] string? Region = null,
        [StringLength(20)] string? PostalCode = null,
        [StringLength(30)] string? Phone = null,
        bool IsDefaultShipping = false,
        bool IsDefaultBilling = false)
    {
        public SaveAddress ToCommand(Guid id)
        {
            var address = new PostalAddress(Recipient, Line1, Line2, City, Region, PostalCode, Country, Phone);
            return new(id, address, IsDefaultShipping, IsDefaultBilling);
        }
    }
}

public sealed record AddressResponse(
    Guid Id,
    string Recipient,
    string Line1,
    string? Line2,
    string City,
    string? Region,
    string? PostalCode,
    string Country,
    string? Phone,
    bool IsDefaultShipping,
    bool IsDefaultBilling)
{
    public static AddressResponse Of(AddressView view)
    {
        var to = view.Address;
        return new(
            view.Id, to.Recipient, to.Line1, to.Line2, to.City, to.Region, to.PostalCode, to.Country, to.Phone,
            view.IsDefaultShipping, view.IsDefaultBilling);
    }
}
