using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop;

/// <summary>A small page of the shop's own: no script, and no style but the one that is named by its hash.</summary>
internal sealed class HtmlPage
{
    private readonly Html style;
    private readonly string policy;

    /// <param name="css">It holds no sign that HTML escapes: it would not be what its hash was made of.</param>
    public HtmlPage(string css)
    {
        var line = css.ReplaceLineEndings(" ");
        style = Html.Of($"{line}");
        if (style.ToString() != line)
            throw new ArgumentException("Escaping would change this style and its hash.", nameof(css));

        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(line)));
        policy = $"default-src 'none'; style-src 'sha256-{hash}'; img-src 'self' data: https:; frame-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    }

    public ContentHttpResult Show(HttpContext http, string title, Html body)
    {
        http.Response.Headers.ContentSecurityPolicy = policy;
        http.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Content(
            Html.Of($"""
                <!doctype html>
                <html lang="en">
                <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>{title}</title>
                <style>{style}</style></head>
                <body>{body}</body>
                </html>
                """).ToString(),
            "text/html; charset=utf-8");
    }
}
