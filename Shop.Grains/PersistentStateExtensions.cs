namespace Shop;

internal static class PersistentStateExtensions
{
    /// <summary>Makes <paramref name="next"/> the state, in memory and in storage, or in neither.</summary>
    /// <remarks>
    /// A failed write must not leave the activation serving a state nobody stored. If the write did reach
    /// storage and only its answer was lost, the stale ETag fails the next write and the grain is loaded again.
    /// </remarks>
    public static async Task Save<T>(this IPersistentState<T> storage, T next)
    {
        var previous = storage.State;
        storage.State = next;
        try
        {
            await storage.WriteStateAsync();
        }
        catch
        {
            storage.State = previous;
            throw;
        }
    }

    /// <summary>As <c>Save</c>, for states whose rules the database keeps, such as a slug that is unique.</summary>
    /// <param name="refusal">What it means to the caller that a constraint is violated; null when it is a bug.</param>
    public static async Task<Error?> Save<T>(
        this IPersistentState<T> storage, T next, Func<string, Error?> refusal) =>
        await Unless(refusal, () => storage.Save(next));

    /// <summary>Deletes the state, for those that others may refer to.</summary>
    /// <param name="refusal">What it means to the caller that a constraint is violated; null when it is a bug.</param>
    public static async Task<Error?> Clear<T>(this IPersistentState<T> storage, Func<string, Error?> refusal) =>
        await Unless(refusal, () => storage.ClearStateAsync());

    private static async Task<Error?> Unless(Func<string, Error?> refusal, Func<Task> write)
    {
        try
        {
            await write();
            return null;
        }
        catch (ConstraintViolatedException violated) when (refusal(violated.Constraint) is { } refused)
        {
            return refused;
        }
    }
}
