using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Shop;

/// <summary>Where a refusal becomes an HTTP answer (RFC 9457). The only such place.</summary>
internal static class Problems
{
    /// <summary>200 with the value, or the problem.</summary>
    public static Results<Ok<T>, ProblemHttpResult> ToHttp<T>(this Result<T> result) =>
        result.Error is { } error ? error.ToProblem() : TypedResults.Ok(result.Value!);

    /// <summary>201 with the value and where it is from now on, or the problem.</summary>
    public static Results<Created<T>, ProblemHttpResult> ToCreated<T>(
        this Result<T> result, Func<T, string> location) =>
        result.Error is { } error
            ? error.ToProblem()
            : TypedResults.Created(location(result.Value!), result.Value);

    /// <summary>204 when nothing speaks against it, or the problem.</summary>
    public static Results<NoContent, ProblemHttpResult> ToHttp(this Error? refusal) =>
        refusal is { } error ? error.ToProblem() : TypedResults.NoContent();

    /// <summary>
    /// The problem as RFC 9457 has it; <see cref="ProblemWriter"/> adds the trace id and the headers.
    /// </summary>
    public static ProblemHttpResult ToProblem(this Error error) => TypedResults.Problem(ToDetails(error));

    /// <summary>422 with what is wrong with each field, by its path in <c>snake_case</c>.</summary>
    public static ProblemHttpResult ToProblem(this IReadOnlyDictionary<string, string[]> errors) =>
        TypedResults.Problem(ToDetails(errors));

    internal static ProblemDetails ToDetails(Error error)
    {
        var problem = new ProblemDetails
        {
            Type = TypeOf(error.Code),
            Title = error.Title,
            Detail = error.Detail,
            Status = StatusOf(error.Kind),
            Extensions = { ["code"] = error.Code },
        };
        if (error.Field is { } field)
            problem.Extensions["errors"] = new Dictionary<string, string[]> { [field] = [error.Detail ?? error.Title] };
        if (!error.Faults.IsDefaultOrEmpty)
            problem.Extensions["items"] = error.Faults;
        if (error.RetryAfterSeconds is { } wait)
            problem.Extensions["retry_after"] = wait;
        return problem;
    }

    internal static ProblemDetails ToDetails(IReadOnlyDictionary<string, string[]> errors)
    {
        var problem = ToDetails(RequestErrors.ValidationFailed);
        problem.Extensions["errors"] = errors.ToImmutableSortedDictionary(StringComparer.Ordinal);
        return problem;
    }

    internal static string TypeOf(string code) => $"/problems/{code}";

    internal static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.NotFound => StatusCodes.Status404NotFound,
        ErrorKind.Invalid => StatusCodes.Status422UnprocessableEntity,
        ErrorKind.Conflict => StatusCodes.Status409Conflict,
        ErrorKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        ErrorKind.Stale => StatusCodes.Status412PreconditionFailed,
        ErrorKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        ErrorKind.Malformed => StatusCodes.Status400BadRequest,
        ErrorKind.TooMany => StatusCodes.Status429TooManyRequests,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No status is chosen for this kind."),
    };
}
