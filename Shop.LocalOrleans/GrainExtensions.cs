using Orleans.Runtime;

namespace Orleans;

/// <summary>What a grain, or a reference to it, knows of its identity.</summary>
public static class GrainExtensions
{
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) =>
        (TGrainInterface)grain.AsReference(typeof(TGrainInterface));

    public static object AsReference(this IAddressable grain, Type interfaceType)
    {
        var reference = grain as GrainReference ?? ContextOf(grain).GrainReference;
        return interfaceType.IsInstanceOfType(reference)
            ? reference
            : reference.Silo.Refer(interfaceType, reference.GrainId);
    }

    public static TGrainInterface Cast<TGrainInterface>(this IAddressable grain) =>
        grain.AsReference<TGrainInterface>();

    public static object Cast(this IAddressable grain, Type interfaceType) => grain.AsReference(interfaceType);

    public static GrainId GetGrainId(this IAddressable grain) =>
        grain is GrainReference reference ? reference.GrainId : ContextOf(grain).GrainId;

    public static bool IsPrimaryKeyBasedOnLong(this IAddressable grain) =>
        grain.GetGrainId().TryGetIntegerKey(out _, out _);

    public static long GetPrimaryKeyLong(this IAddressable grain) => grain.GetPrimaryKeyLong(out _);

    public static long GetPrimaryKeyLong(this IAddressable grain, out string? keyExt) =>
        grain.GetGrainId().TryGetIntegerKey(out var key, out keyExt) ? key : throw NoKey("an integer", grain);

    public static Guid GetPrimaryKey(this IAddressable grain) => grain.GetPrimaryKey(out _);

    /// <summary>The Guid key; an integer key is read as the Guid that has it in its last eight bytes.</summary>
    public static Guid GetPrimaryKey(this IAddressable grain, out string? keyExt)
    {
        if (grain.GetGrainId().TryGetGuidKey(out var key, out keyExt))
            return key;

        return grain.GetGrainId().TryGetIntegerKey(out var number, out keyExt)
            ? new Guid(0, 0, 0, BitConverter.GetBytes(number))
            : throw NoKey("a Guid", grain);
    }

    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();

    private static IGrainContext ContextOf(IAddressable grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return (grain as IGrainBase)?.GrainContext
            ?? throw new ArgumentException($"{grain.GetType()} is no grain that the host made.", nameof(grain));
    }

    private static InvalidOperationException NoKey(string kind, IAddressable grain) =>
        new($"The key of {grain.GetGrainId()} is not {kind}.");
}
