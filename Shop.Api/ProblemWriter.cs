using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Shop;

/// <summary>
/// The one pen for problems, whoever found them: a grain's refusal, the framework's bare status, the validation of a
/// body's shape, a bug. It writes JSON whatever the client accepts: an error in another format is better than none.
/// </summary>
internal sealed class ProblemWriter(IOptions<JsonOptions> json) : IProblemDetailsWriter
{
    /// <summary>Seconds; what a client waits for when nobody said better.</summary>
    private const int RetryAfter = 1;

    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        var problem = context.ProblemDetails is HttpValidationProblemDetails shape
            ? Problems.ToDetails(shape.Errors.ToDictionary(field => OnTheWire(field.Key), field => field.Value))
            : context.ProblemDetails;

        Complete(problem, http);
        http.Response.StatusCode = problem.Status!.Value;
        http.Response.Headers.CacheControl = "no-store";
        SetRetryAfter(problem, http.Response);
        if (problem.Status is 401 && http.Response.Headers.WWWAuthenticate.Count == 0)
            http.Response.Headers.WWWAuthenticate = "Bearer";

        await http.Response.WriteAsJsonAsync(
            problem, json.Value.SerializerOptions, "application/problem+json", CancellationToken.None);
    }

    /// <summary>The framework names properties as C# does: <c>Lines[0].UnitCount</c>.</summary>
    private static string OnTheWire(string path) =>
        string.Join('.', path.Split('.').Select(JsonNamingPolicy.SnakeCaseLower.ConvertName));

    private static void Complete(ProblemDetails problem, HttpContext http)
    {
        problem.Status ??= http.Response.StatusCode;
        if (!problem.Extensions.TryGetValue("code", out var code))
        {
            (code, problem.Title) = StatusProblems.Of(problem.Status.Value);
            problem.Extensions["code"] = code;
        }

        problem.Type = Problems.TypeOf((string)code!);
        problem.Extensions.Remove("traceId");
        problem.Extensions["trace_id"] = TraceOf(http);
    }

    /// <summary>By which the log tells of this request.</summary>
    internal static string TraceOf(HttpContext http) =>
        Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier;

    private static void SetRetryAfter(ProblemDetails problem, HttpResponse response)
    {
        if (problem.Extensions.TryGetValue("retry_after", out var wait))
            response.Headers.RetryAfter = ((int)wait!).ToString(CultureInfo.InvariantCulture);
        else if (problem.Status is 429 or 503 && response.Headers.RetryAfter.Count == 0)
            response.Headers.RetryAfter = RetryAfter.ToString(CultureInfo.InvariantCulture);
    }
}
