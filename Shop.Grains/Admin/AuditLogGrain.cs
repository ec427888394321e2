namespace Shop.Admin;

/// <inheritdoc cref="IAuditLogGrain"/>
[StatelessWorker]
internal sealed class AuditLogGrain(IAuditLog log) : Grain, IAuditLogGrain
{
    public Task Note(AuditEntry entry) => log.Add(entry);
}

/// <summary>Where entries are kept. There is no way to change one, or to take one out.</summary>
internal interface IAuditLog
{
    Task Add(AuditEntry entry);
}
