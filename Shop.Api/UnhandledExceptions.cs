using Microsoft.AspNetCore.Diagnostics;
using Npgsql;
using Orleans.Storage;

namespace Shop;

/// <summary>What the API says when something threw. The text of the exception stays in the log.</summary>
internal sealed partial class UnhandledExceptions(IProblemDetailsService problems, ILogger<UnhandledExceptions> log)
    : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken aborted)
    {
        if (http.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var problem = exception is BadHttpRequestException bad ? BadRequests.Explain(bad) : Outage(exception);
        if (problem is null)
            Failed(exception, http.Request.Method, http.Request.Path);

        http.Response.StatusCode = problem?.Status ?? StatusCodes.Status500InternalServerError;
        return await problems.TryWriteAsync(new() { HttpContext = http, ProblemDetails = problem ?? new() });
    }

    /// <summary>The outages that pass by themselves. Null for a bug.</summary>
    private Microsoft.AspNetCore.Mvc.ProblemDetails? Outage(Exception exception)
    {
        if (ErrorOf(exception) is not { } error)
            return null;

        Away(error.Code, exception.Message);
        return Problems.ToDetails(error);
    }

    /// <remarks>The engine wraps what its own storage throws, and does not say whether a write was stored.</remarks>
    private static Error? ErrorOf(Exception exception) => exception switch
    {
        TimeoutException or OrleansMessageRejectionException => RequestErrors.OutcomeUnknown,
        InconsistentStateException => RequestErrors.LostRace,
        UnavailableException away => RequestErrors.StorageUnavailable with
        {
            RetryAfterSeconds = (int)Math.Ceiling(away.RetryAfter.TotalSeconds),
        },
        NpgsqlException database when IsAway(database) => RequestErrors.StorageUnavailable,
        OrleansException { InnerException: NpgsqlException database } when IsAway(database) =>
            RequestErrors.OutcomeUnknown,
        OperationCanceledException => RequestErrors.OutcomeUnknown,
        _ => null,
    };

    /// <summary>
    /// 57P01 to 57P05: the server is being shut down, or threw us out. Npgsql does not call those transient.
    /// </summary>
    private static bool IsAway(NpgsqlException database) =>
        database.IsTransient || database.SqlState is ['5', '7', 'P', ..];

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed.")]
    private partial void Failed(Exception exception, string method, PathString path);

    [LoggerMessage(LogLevel.Warning, "Answered 503 {Code}: {Reason}")]
    private partial void Away(string code, string reason);
}
