namespace Shop.Idempotency;

/// <summary>The answers that are kept for repeats, of everybody.</summary>
internal interface IKeptAnswers
{
    /// <summary>Deletes those that were given to this account.</summary>
    Task Forget(Guid caller);
}
