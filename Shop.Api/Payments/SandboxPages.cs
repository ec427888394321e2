using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Shop.Orders;

namespace Shop.Payments;

/// <summary>
/// The sandbox's hosted pay page: what a customer sees at a payment provider, with a button for each way it can end.
/// A program may post the outcome as JSON.
/// </summary>
internal static class SandboxPages
{
    public static void MapSandboxPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/sandbox/pay/{session}").WithTags("Sandbox").ForEveryone();

        pages.MapGet("/", Show);
        pages.MapPost("/", ChooseJson).Accepts<ChoiceRequest>("application/json");
        pages.MapPost("/{outcome}", Choose).DisableAntiforgery();
    }

    /// <summary>The pay page of the sandbox.</summary>
    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> Show(
        string session, IGrainFactory grains)
    {
        var order = await grains.SandboxPayment(session).Show(session);
        return order.Error is { } unknown ? unknown.ToProblem() : Page(PayForm(session, order.Value!));
    }

    /// <summary>What a press of a button on the page does.</summary>
    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> Choose(
        string session, string outcome, IGrainFactory grains)
    {
        if (Named(outcome) is not { } chosen)
            return PaymentErrors.SessionUnknown.ToProblem();

        var receipt = await grains.SandboxPayment(session).Choose(new SandboxChoice(session, chosen));
        return receipt.Error is { } refused ? refused.ToProblem() : Page(Thanks(receipt.Value!));
    }

    private static SandboxOutcome? Named(string outcome) => outcome switch
    {
        "pay" => SandboxOutcome.Pay,
        "decline" => SandboxOutcome.Decline,
        "abandon" => SandboxOutcome.Abandon,
        _ => null,
    };

    /// <summary>Ends a sandbox payment, for programs.</summary>
    private static async Task<Results<Ok<SandboxReceipt>, ProblemHttpResult>> ChooseJson(
        string session, [FromBody] ChoiceRequest request, IGrainFactory grains) =>
        (await grains.SandboxPayment(session).Choose(new SandboxChoice(session, request.Outcome))).ToHttp();

    private static string PayForm(string session, PayableOrder order)
    {
        var action = $"/sandbox/pay/{UrlEncoder.Default.Encode(session)}";
        var note = order.Status is OrderStatus.Created
            ? "No money moves here. Choose how this payment ends."
            : $"The order is {Text(order.Status)}. A payment now comes late.";
        return $"""
            <h1>Sandbox payment</h1>
            <p>Order <strong>{Text(order.Reference)}</strong></p>
            <p class="amount">{Text(Money.Format(order.Total, order.Currency))}</p>
            <p>{Text(note)}</p>
            <form method="post" action="{action}/pay"><button class="pay">Pay</button></form>
            <form method="post" action="{action}/decline"><button>Decline</button></form>
            <form method="post" action="{action}/abandon"><button>Abandon</button></form>
            """;
    }

    private static string Thanks(SandboxReceipt receipt) => $"""
        <h1>{OutcomeTitle(receipt.Outcome)}</h1>
        <p>{(receipt.Delivered ? "The shop knows." : "The shop will be told as soon as it answers.")}</p>
        """;

    private static string OutcomeTitle(SandboxOutcome outcome) => outcome switch
    {
        SandboxOutcome.Pay => "Paid",
        SandboxOutcome.Decline => "Declined",
        SandboxOutcome.Abandon => "Abandoned",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not an outcome."),
    };

    private static string Text(object value) =>
        HtmlEncoder.Default.Encode(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");

    private static ContentHttpResult Page(string body) => TypedResults.Content($"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Sandbox payment</title></head>
        <body><main>{body}</main></body>
        </html>
        """, "text/html; charset=utf-8");

    /// <param name="Outcome">How the payment ends: <c>pay</c>, <c>decline</c> or <c>abandon</c>.</param>
    public sealed record ChoiceRequest(SandboxOutcome Outcome);
}
