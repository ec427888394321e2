using System.Text;

namespace Shop.Bench.Shops;

/// <summary>Whole HTTP/1.1 requests, as they go over the wire.</summary>
internal static class Http
{
    public static string Get(string path) => $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

    public static string Post(string path, string json, string? token = null, string? key = null, string? more = null)
    {
        var request = new StringBuilder($"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        if (token is not null)
            request.Append($"Authorization: Bearer {token}\r\n");
        if (key is not null)
            request.Append($"Idempotency-Key: {key}\r\n");
        if (more is not null)
            request.Append($"{more}\r\n");

        return request
            .Append($"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n")
            .Append(json).ToString();
    }
}
