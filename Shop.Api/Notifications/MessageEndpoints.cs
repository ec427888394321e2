using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop.Notifications;

internal static class MessageEndpoints
{
    public static void MapMessages(this IEndpointRouteBuilder app)
    {
        var staff = app.MapGroup("/admin/messages").WithTags("Messages").ForAdmins();

        staff.MapGet("/", ListMessages.Handle).WithQuery(ListMessages.Parameters);
        staff.MapPost("/{id:guid}/replay", Replay);
    }

    /// <summary>Has a message sent now: a dead letter above all. One that was sent is sent once more.</summary>
    private static async Task<Results<NoContent, ProblemHttpResult>> Replay(Guid id, IGrainFactory grains) =>
        (await grains.Outbox().Replay(id)).ToHttp();
}
