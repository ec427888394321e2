using System.Collections.Immutable;

namespace Shop.Notifications;

/// <summary>Something to tell the world, stored in the transaction that stores the change it tells of.</summary>
/// <param name="Id">Follows from the change (<see cref="DerivedId"/>), so a change written twice tells once.</param>
/// <param name="Kind">What happened, as <c>order.confirmed</c>.</param>
/// <param name="Recipient">An e-mail address; null when it is for the staff, or for machines alone.</param>
/// <param name="Body">JSON, for the template.</param>
[GenerateSerializer, Immutable, Alias("notifications.OutboxMessage")]
public sealed record OutboxMessage(Guid Id, string Kind, string? Recipient, string Body);

/// <summary>A state whose write also writes messages. They are not part of the stored state.</summary>
public interface ICarriesMessages
{
    /// <summary>What the step to this state has to tell; empty when it has nothing.</summary>
    ImmutableArray<OutboxMessage> Messages { get; }
}
