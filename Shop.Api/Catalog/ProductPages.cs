using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Shop.Accounts;

namespace Shop.Catalog;

/// <summary>The pages that were asked for lately, by the words of who asked.</summary>
internal sealed class ProductPages(
    ProductReader reader, Snapshots snapshots, TimeProvider clock, IOptions<JsonOptions> json) : IDisposable
{
    private const int MaxPages = 1_000;

    private readonly MemoryCache asked = new(new MemoryCacheOptions { SizeLimit = MaxPages });

    public ProductReader Reader => reader;
    public Snapshots Snapshots => snapshots;
    public TimeProvider Clock => clock;
    public JsonSerializerOptions Json => json.Value.SerializerOptions;

    /// <summary>Null when it was not asked for lately.</summary>
    public ProductPage? Known(HttpContext http) => asked.Get<ProductPage>(Words.Of(http));

    /// <summary>To be known from here on.</summary>
    public ProductPage Know(HttpContext http, ProductQuery query, Neighbours neighbours) => asked.Set(
        Words.Of(http), new ProductPage(this, query, neighbours), new MemoryCacheEntryOptions { Size = 1 });

    public void Dispose() => asked.Dispose();

    /// <summary>All of a request that decides about its answer: the links name the address.</summary>
    /// <param name="Sight">Who sees what is not active: all admins the same, each seller their own.</param>
    private sealed record Words(string Scheme, HostString Host, PathString Path, QueryString Query, string? Sight)
    {
        public static Words Of(HttpContext http)
        {
            var request = http.Request;
            return new(
                request.Scheme, request.Host, request.PathBase + request.Path, request.QueryString, SightOf(http));
        }

        private static string? SightOf(HttpContext http) =>
            http.IsAdmin() ? Policies.RoleName(Role.Admin)
            : http.IsStaff() ? http.UserIdOrNull()?.ToString()
            : null;
    }
}
