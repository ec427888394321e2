using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Idempotency;

namespace Shop.Notifications;

internal static class SubscriptionEndpoints
{
    public static void MapSubscriptions(this IEndpointRouteBuilder app)
    {
        var staff = app.MapGroup("/admin/subscriptions").WithTags("Subscriptions").ForAdmins();

        staff.MapGet("/", ListSubscriptions.Handle).WithQuery(ListSubscriptions.Parameters);
        staff.MapPost("/", Create).IdempotentByItself();
        staff.MapGet("/deliveries", ListDeliveries.Handle).WithQuery(ListDeliveries.Parameters);
        staff.MapGet("/{id:guid}", View);
        staff.MapPut("/{id:guid}", Replace);
        staff.MapDelete("/{id:guid}", Remove);
        staff.MapPost("/{id:guid}/secret", RenewSecret);
        staff.MapPost("/{id:guid}/deliveries/{messageId:guid}/replay", Replay);
    }

    /// <summary>Has a program told what happens, by signed requests. Only this answer shows its secret.</summary>
    private static async Task<Results<Created<SubscriptionView>, ProblemHttpResult>> Create(
        HttpContext http, SubscriptionRequest request, IGrainFactory grains) =>
        (await grains.Subscription(http.RequestId()).Create(request.ToDetails()))
        .ToCreated(created => $"/api/v1/admin/subscriptions/{created.Id}");

    /// <summary>One subscription, without its secret.</summary>
    private static async Task<Results<Ok<SubscriptionView>, ProblemHttpResult>> View(Guid id, IGrainFactory grains) =>
        (await grains.Subscription(id).View()).ToHttp();

    /// <summary>Changes where it is told, of what, and whether.</summary>
    private static async Task<Results<Ok<SubscriptionView>, ProblemHttpResult>> Replace(
        Guid id, SubscriptionRequest request, IGrainFactory grains) =>
        (await grains.Subscription(id).Replace(request.ToDetails())).ToHttp();

    /// <summary>Tells it nothing more, and forgets what it was told.</summary>
    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(Guid id, IGrainFactory grains) =>
        (await grains.Subscription(id).Remove()).ToHttp();

    /// <summary>Makes a new secret, and shows it. For a day everything is signed with the old one, too.</summary>
    private static async Task<Results<Ok<SubscriptionView>, ProblemHttpResult>> RenewSecret(
        Guid id, IGrainFactory grains) =>
        (await grains.Subscription(id).RenewSecret()).ToHttp();

    /// <summary>Has it told of a message again, under the same <c>webhook-id</c>.</summary>
    private static async Task<Results<NoContent, ProblemHttpResult>> Replay(
        Guid id, Guid messageId, IGrainFactory grains) =>
        (await grains.Outbox().ReplayDelivery(id, messageId)).ToHttp();

    /// <param name="Url">Where the requests go.</param>
    /// <param name="Kinds">What it is told of, as <c>order.paid</c>; everything when absent.</param>
    /// <param name="Active">While it is not, nothing new is told, and what waits goes on waiting.</param>
    public sealed record SubscriptionRequest(
        [property: Required, StringLength(500)] string Url, [property: MaxLength(50)] string[]? Kinds = null,
        bool Active = true)
    {
        internal SubscriptionDetails ToDetails() => new(Url, [.. Kinds ?? []], Active);
    }
}
