using System.Buffers;
using System.Net.Mime;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Shop;

/// <summary>200 with JSON that is there already. To the API's document it is a <typeparamref name="T"/>.</summary>
/// <param name="parts">Of the body, one after the other.</param>
/// <param name="versioned">What the answer's entity tag is of, if it has one.</param>
internal sealed class Written<T>(ReadOnlyMemory<byte[]> parts, IVersioned? versioned = null)
    : IResult, IValueHttpResult, IEndpointMetadataProvider
{
    object? IValueHttpResult.Value => versioned;

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => builder.Metadata.Add(
        new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), [MediaTypeNames.Application.Json]));

    /// <remarks>Once it is started, the response takes the bytes right into what goes to the socket.</remarks>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = Length;
        await response.StartAsync(httpContext.RequestAborted);
        foreach (var part in parts.Span)
            response.BodyWriter.Write(part);
    }

    private long Length
    {
        get
        {
            var length = 0L;
            foreach (var part in parts.Span)
                length += part.Length;
            return length;
        }
    }
}
