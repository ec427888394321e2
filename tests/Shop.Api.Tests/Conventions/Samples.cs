using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Orleans.Storage;
using Shop.Idempotency;

namespace Shop.Conventions;

/// <summary>Endpoints that do next to nothing, so that what a test sees is what the conventions do.</summary>
internal static class Samples
{
    private static readonly Dictionary<string, string> Columns = new()
    {
        ["price"] = "price",
        ["name"] = "lower(name)",
    };

    private static int made;

    public static void MapSamples(this IEndpointRouteBuilder api)
    {
        var samples = api.MapGroup("/samples").ForEveryone();

        samples.MapPost("/", (Sample sample) => TypedResults.Ok(sample));
        samples.MapPost("/made", Make).Idempotent();
        samples.MapPost("/made/{how}", Fail).Idempotent();
        samples.MapGet("/", List);
        samples.MapGet(
            "/plain",
            ([FromQuery(Name = "unit_count")] int unitCount, string? text) => TypedResults.Ok(new { unitCount, text }));
        samples.MapGet("/{id:guid}", (Guid id) => TypedResults.Ok(new Versioned(id, 7)));
        samples.MapGet("/{id:guid}/kept", (Guid id) => TypedResults.Ok(new Versioned(id, 7))).AnswersNotModified();
        samples.MapPut("/{id:guid}", Change);
        samples.MapGet("/refused/{kind}", (ErrorKind kind) => Refuse(kind));
        samples.MapGet("/thrown/{what}", Throw);

        var closed = api.MapGroup("/closed");
        closed.MapGet("/customers", Who).ForCustomers();
        closed.MapGet("/sellers", Who).ForSellers();
        closed.MapGet("/admins", Who).ForAdmins();
        closed.MapGet("/undeclared", Who);
    }

    private static Results<Ok<Listed>, ProblemHttpResult> List(HttpContext http)
    {
        var query = new QueryReader(http.Request);
        var (page, order, price) = (query.Page(), query.OrderBy(Columns, "-price"), query.Whole("price__lt"));
        var (flag, rating, seller) = (query.Flag("is_featured"), query.Number("rating__gte", 1, 5), query.Id("seller"));
        var (since, kind, name) = (query.Time("since"), query.OneOf<SampleKind>("kind"), query.Text("name"));
        if (query.Refusal() is { } refusal)
            return refusal;

        var list = page.Of(http, 45, Enumerable.Range(page.Offset, page.Limit));
        return TypedResults.Ok(new Listed(list, order, price, flag, rating, seller, since, kind, name));
    }

    private static Results<Ok<Versioned>, ProblemHttpResult> Change(Guid id, IfMatch match)
    {
        Result<Versioned> result = match.Version is null or 7
            ? new Versioned(id, 8)
            : Error.Stale("sample_changed", "The sample has changed.");
        return result.ToHttp();
    }

    private static ProblemHttpResult Refuse(ErrorKind kind) =>
        new Error(kind, "sample_refused", "No.", "Not today.", "some_field")
        {
            Faults = [new Fault("MUG-1", "sold_out", "0 left.", 0)],
            RetryAfterSeconds = kind is ErrorKind.TooMany ? 17 : null,
        }.ToProblem();

    private static Ok<Versioned> Throw(string what) => throw (what switch
    {
        "timeout" => new TimeoutException("secret of the host"),
        "silo" => new SiloUnavailableException("secret of the cluster"),
        "race" => new InconsistentStateException("secret of the storage"),
        "away" => new UnavailableException("secret of the database") { RetryAfter = TimeSpan.FromSeconds(3) },
        "database" => new Npgsql.NpgsqlException("secret of the database", new IOException()),
        _ => new InvalidOperationException("secret of the code"),
    });

    private static async Task<Created<Made>> Make(HttpContext http, Sample sample)
    {
        await Task.Delay(sample.UnitCount);
        var id = http.RequestId();
        return TypedResults.Created($"/api/v1/samples/{id}", new Made(id, Interlocked.Increment(ref made), 7));
    }

    /// <summary>Refuses, breaks or throws, and counts how often it was asked.</summary>
    private static async Task<ProblemHttpResult> Fail(string how)
    {
        await Task.Yield();
        var detail = $"{Interlocked.Increment(ref made)}";
        return how switch
        {
            "conflict" => Error.Conflict("sample_refused", "No.", detail).ToProblem(),
            "unavailable" => Error.Unavailable("sample_refused", "No.", detail).ToProblem(),
            _ => throw new InvalidOperationException(detail),
        };
    }

    private static Guid Who(HttpContext http) => http.UserId();

    public sealed record Listed(
        Page<int> Page, string Order, long? Price, bool? Flag, decimal? Rating, Guid? Seller, DateTimeOffset? Since,
        SampleKind? Kind, string? Name);

    public sealed record Versioned(Guid Id, long Version) : IVersioned;

    public sealed record Made(Guid Id, int Count, long Version) : IVersioned;
}

public enum SampleKind
{
    Plain = 0,
    TailorMade = 1,
}

public sealed record Sample(
    [StringLength(10, MinimumLength = 1)] string Name,
    [Range(1, 999)] int UnitCount,
    SampleKind Kind = SampleKind.Plain,
    IReadOnlyList<SampleLine>? Lines = null,
    long? Price = null,
    Guid? SellerId = null,
    DateTimeOffset? At = null,
    string? Note = null);

public sealed record SampleLine([StringLength(5)] string Sku, [Range(1, 9)] int UnitCount);
