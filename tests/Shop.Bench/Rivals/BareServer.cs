using System.Net;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Shop.Bench.Rivals;

/// <summary>
/// A minimal API with nothing in the way: no tokens, no validation, JSON by generated code. What it does at most is
/// what a server on this machine can do at most.
/// </summary>
internal static class BareServer
{
    public const string Hello = "/hello";
    public const string Echo = "/echo";
    public const string Direct = "/direct";
    public const string Unit = "/unit";
    public const string Batch = "/batch";
    public const string Rest = "/rest";

    public static WebApplication Build(int port, string database)
    {
        // Settings are looked for, and watched, in the folder it starts in, where PostgreSQL writes its files.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, port));
        builder.Services.ConfigureHttpJsonOptions(json =>
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, BareJson.Default));
        builder.Services.AddSingleton(new DirectCheckout(database));
        builder.Services.AddSingleton(new BatchCheckout(database));

        var app = builder.Build();
        app.MapGet(Hello, () => new Greeting("Hello, World!"));
        app.MapPost(Echo, (BareCheckout asked) => new BareOrder(1, asked.CartId, "placed", 1999, "EUR", asked.Lines));
        app.MapPost(Direct, async (BareCheckout asked, HttpRequest http, DirectCheckout checkout) =>
            Answer(asked, await checkout.OneByOne(asked.CartId, KeyOf(http))));
        app.MapPost(Unit, async (BareCheckout asked, HttpRequest http, DirectCheckout checkout) =>
            Answer(asked, await checkout.UnitByUnit(asked.CartId, KeyOf(http))));
        app.MapPost(Batch, async (BareCheckout asked, HttpRequest http, BatchCheckout checkout) =>
            Answer(asked, await checkout.Place(asked.CartId, KeyOf(http))));
        app.MapPost(Rest, (DirectCheckout direct, BatchCheckout batch) =>
        {
            direct.Rest();
            batch.Rest();
        });
        return app;
    }

    private static Results<Ok<BareOrder>, Conflict> Answer(BareCheckout asked, long? order) => order is { } id
        ? TypedResults.Ok(new BareOrder(id, asked.CartId, "placed", 1999, "EUR", asked.Lines))
        : TypedResults.Conflict();

    private static Guid KeyOf(HttpRequest http) => Guid.Parse(http.Headers["Idempotency-Key"].ToString());
}

internal sealed record Greeting(string Message);

internal sealed record BareLine(long ProductId, int Quantity);

internal sealed record BareCheckout(long CartId, string Email, BareLine[] Lines, string PaymentMethod);

internal sealed record BareOrder(
    long OrderId, long CartId, string Status, long Total, string Currency, BareLine[] Lines);

[JsonSerializable(typeof(Greeting)), JsonSerializable(typeof(BareCheckout)), JsonSerializable(typeof(BareOrder))]
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
internal sealed partial class BareJson : JsonSerializerContext;
