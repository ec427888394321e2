using System.Text;

namespace Shop.Idempotency;

/// <summary>Lets a result write its answer into memory, so that it can be kept before anybody sees it.</summary>
internal static class AnswerRecorder
{
    public static async Task<KeptAnswer> Record(HttpContext http, object? result)
    {
        if (ETags.TagOf(result) is { } tag)
            http.Response.Headers.ETag = tag;

        var wire = http.Response.Body;
        using var memory = new MemoryStream();
        http.Response.Body = memory;
        try
        {
            await (result as IResult ?? TypedResults.Ok(result)).ExecuteAsync(http);
            await http.Response.BodyWriter.FlushAsync();
        }
        finally
        {
            http.Response.Body = wire;
        }

        var headers = http.Response.Headers;
        return new(
            http.Response.StatusCode, http.Response.ContentType,
            Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length),
            headers.Location.ToString() is { Length: > 0 } location ? location : null,
            headers.ETag.ToString() is { Length: > 0 } etag ? etag : null);
    }
}

/// <summary>An answer that was recorded, on the wire.</summary>
/// <param name="Answer">What to say.</param>
/// <param name="IsReplay">That it was said before.</param>
internal sealed record RepeatedAnswer(KeptAnswer Answer, bool IsReplay) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Answer.Status;
        response.ContentType = Answer.ContentType;
        if (Answer.Location is { } location)
            response.Headers.Location = location;
        if (Answer.ETag is { } etag)
            response.Headers.ETag = etag;
        if (IsReplay)
            response.Headers["Idempotent-Replayed"] = "true";
        if (Answer.Body.Length > 0)
            await response.WriteAsync(Answer.Body);
    }
}
