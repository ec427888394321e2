using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Shop.Hosting;

/// <summary>Refuses bodies that are too large, in a way that the client hears of.</summary>
/// <remarks>
/// Kestrel has a limit too, but closes the connection on a client that is still sending, who then sees a broken pipe
/// and no answer. So the server's limit is above ours, and what lies between the two is read and thrown away.
/// </remarks>
internal static class BodyLimits
{
    /// <summary>1 MiB: many times the largest JSON that the API takes. Uploads raise it for themselves.</summary>
    public const long Usual = 1 << 20;

    /// <summary>Up to here a body is read to its end for the sake of an answer.</summary>
    public const long Server = 32 << 20;

    /// <summary>Takes the endpoint's own limit, if it has one, so it stands after routing.</summary>
    public static IApplicationBuilder UseBodyLimits(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        var limit = http.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? Usual;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
            server.MaxRequestBodySize = Math.Max(limit, Server);

        if (http.Request.ContentLength > limit)
            throw new BodyTooLarge();
        if (http.Request.ContentLength is null
            && http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody is true)
        {
            http.Request.Body = new CountedStream(http.Request.Body, limit);
        }
        return next(http);
    });

    private sealed class BodyTooLarge()
        : BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);

    /// <summary>A body that does not say how long it will be.</summary>
    private sealed class CountedStream(Stream body, long limit) : Stream
    {
        private long left = limit;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await body.ReadAsync(buffer, cancellationToken);
            left -= read;
            return left >= 0 ? read : throw new BodyTooLarge();
        }

        public override Task<int> ReadAsync(
            byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override void Flush() => throw new NotSupportedException();
    }
}
