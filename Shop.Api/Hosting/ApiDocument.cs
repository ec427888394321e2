using System.Text;
using Microsoft.OpenApi;

namespace Shop.Hosting;

/// <summary>The OpenAPI document, and the pages that show it.</summary>
internal static class ApiDocument
{
    private const string Address = "/openapi/v1.json";

    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.DescribeConventions();
    });

    public static void MapApiDocument(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").ForEveryone();
        app.MapGet("/docs", () => TypedResults.Redirect("/swagger")).ExcludeFromDescription().ForEveryone();
        app.MapGet("/favicon.ico", () => TypedResults.Content(Icon, "image/svg+xml"))
            .ExcludeFromDescription().ForEveryone();
        app.MapGet("/", () => TypedResults.Content(Landing, "text/html; charset=utf-8"))
            .ExcludeFromDescription().ForEveryone();
    }

    /// <summary>For their own addresses alone: elsewhere each would look at every request in vain.</summary>
    public static void UseApiPages(this IApplicationBuilder app) => app.UseWhen(IsPage, ServePages);

    private static bool IsPage(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/swagger") || http.Request.Path.StartsWithSegments("/redoc");

    private static void ServePages(IApplicationBuilder app)
    {
        app.UseSwaggerUI(page =>
        {
            page.DocumentTitle = "Shop API";
            page.SwaggerEndpoint(Address, "v1");
        });
        app.UseReDoc(page =>
        {
            page.DocumentTitle = "Shop API";
            page.RoutePrefix = "redoc";
            page.SpecUrl = Address;
            page.IndexStream = () => new MemoryStream(Encoding.UTF8.GetBytes(ReDoc));
        });
    }

    /// <summary>ReDoc's own page, but for the fonts that it fetches from a third party.</summary>
    private const string ReDoc = """
        <!doctype html>
        <html lang="en">
        <head>
          <title>%(DocumentTitle)</title>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <link href="index.css" rel="stylesheet" type="text/css">
        </head>
        <body>
          <div id="redoc-container"></div>
          <script type="module" src="index.js"></script>
        </body>
        </html>
        """;

    /// <summary>Browsers ask every site for one. A bag.</summary>
    private const string Icon = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">
        <path d="M3 5h10l1 10H2zM5.5 7V4a2.5 2.5 0 0 1 5 0v3" fill="#2b6cb0" stroke="#1a365d"/>
        </svg>
        """;

    private const string Landing = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Shop</title>
        <h1>Shop</h1>
        <p>The shop is open. This is its API:</p>
        <ul>
          <li><a href="/swagger">Swagger UI</a>: read and try</li>
          <li><a href="/redoc">ReDoc</a>: read</li>
          <li><a href="/openapi/v1.json">OpenAPI document</a></li>
          <li><a href="/health/ready">Health</a></li>
        </ul>
        </html>
        """;
}
