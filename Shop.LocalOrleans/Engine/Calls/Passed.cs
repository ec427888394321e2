using Orleans.Runtime;

namespace Orleans.Engine.Calls;

/// <summary>
/// What happens to a value on its way from one grain to another: nothing, since messages are immutable; only a grain
/// that passes itself is replaced by a reference, so that nobody can call it outside of its turns.
/// </summary>
internal static class Passed<T>
{
    private static readonly bool MayBeGrain = typeof(IAddressable).IsAssignableFrom(typeof(T));

    public static T On(T value) =>
        !MayBeGrain || value is null or GrainReference ? value : ReferenceTo((IAddressable)value);

    private static T ReferenceTo(IAddressable value) =>
        value is IGrainObserver and not IGrainBase
            ? throw new NotSupportedException(
                $"{value.GetType()} is passed as itself. Pass what CreateObjectReference returns for it.")
            : value.AsReference<T>();
}
