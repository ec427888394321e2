using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Hosting;

namespace Shop.Payments;

internal static class WebhookEndpoints
{
    /// <summary>The header that each provider signs with.</summary>
    private static readonly string[] SignatureHeaders =
        ["Stripe-Signature", "x-paystack-signature", "Sandbox-Signature"];

    public static void MapWebhooks(this IEndpointRouteBuilder app)
    {
        app.MapPost("/webhooks/{provider}", Receive).WithTags("Webhooks").ForEveryone().SpendsFrom(Budget.None);

        var staff = app.MapGroup("/admin/webhooks").WithTags("Webhooks").ForAdmins();

        staff.MapGet("/", ListWebhooks.Handle).WithQuery(ListWebhooks.Parameters);
        staff.MapPost("/{provider}/{eventId}/replay", Replay);
    }

    /// <summary>
    /// Takes a payment provider's event: the signature over the raw body is checked, the event is stored, and only
    /// then it is answered. The same event twice is stored once.
    /// </summary>
    private static async Task<Results<NoContent, ProblemHttpResult>> Receive(
        string provider, HttpContext http, IGrainFactory grains, CancellationToken aborted)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, aborted);
        var signature = SignatureHeaders
            .Select(name => (string?)http.Request.Headers[name])
            .FirstOrDefault(value => value is not null);
        return (await grains.PaymentInbox().Receive(new IncomingWebhook(
            provider, signature, ImmutableCollectionsMarshal.AsImmutableArray(body.ToArray())))).ToHttp();
    }

    /// <summary>Has a stored event carried out again, a dead letter above all.</summary>
    private static async Task<Results<NoContent, ProblemHttpResult>> Replay(
        string provider, string eventId, IGrainFactory grains) =>
        (await grains.PaymentInbox().Replay(provider, eventId)).ToHttp();
}
