namespace Shop.Admin;

/// <summary>Takes down what was done, for the admins. It keeps nothing itself; the key is <c>audit/log</c>.</summary>
[Alias("admin.IAuditLogGrain")]
public interface IAuditLogGrain : IGrainWithStringKey
{
    /// <summary>Twice is once: an entry is known by its id.</summary>
    [Alias("Note")]
    Task Note(AuditEntry entry);
}

/// <param name="Id">Of the entry.</param>
/// <param name="At">When it was done.</param>
/// <param name="Actor">Who did it; null when nobody had signed in.</param>
/// <param name="Role">As the actor had it then.</param>
/// <param name="Action">The method and the route, as <c>POST /api/v1/orders/{id}/ship</c>.</param>
/// <param name="Subject">What it was done to: a path, or the row that was changed, as <c>orders/id</c>.</param>
/// <param name="Outcome">A status, the code of a refusal, or <c>version</c> and the number of a changed row's.</param>
/// <param name="Address">Where the request came from.</param>
/// <param name="Trace">Finds the request in the logs, and all entries of one request.</param>
[GenerateSerializer, Immutable, Alias("admin.AuditEntry")]
public sealed record AuditEntry(
    Guid Id, DateTimeOffset At, Guid? Actor, string? Role, string Action, string Subject, string Outcome,
    string? Address, string? Trace);

/// <summary>
/// Who is behind a chain of calls, as far as the audit log cares. It travels with the calls, so that the storage can
/// write the entry together with the change.
/// </summary>
public static class AuditTrail
{
    private const string Key = "shop.audit";

    /// <summary>From here on, what this request changes is noted; each change brings its subject and outcome.</summary>
    public static void Begin(AuditEntry request) =>
        RequestContext.Set(Key, System.Text.Json.JsonSerializer.Serialize(request, ShopJson.Options));

    /// <summary>Null when the request is not one that is noted.</summary>
    public static AuditEntry? Current => RequestContext.Get(Key) is string written
        ? System.Text.Json.JsonSerializer.Deserialize<AuditEntry>(written, ShopJson.Options)
        : null;
}

public static class AuditKeys
{
    public static IAuditLogGrain AuditLog(this IGrainFactory grains) => grains.GetGrain<IAuditLogGrain>("audit/log");
}
