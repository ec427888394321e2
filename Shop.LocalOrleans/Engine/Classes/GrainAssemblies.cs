using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Orleans.Engine.Classes;

/// <summary>
/// Finds the grain classes of an application: in every assembly that knows this one and is loaded or lies beside the
/// program, as one does whose types the program names nowhere.
/// </summary>
internal static class GrainAssemblies
{
    private static readonly Assembly Own = typeof(GrainAssemblies).Assembly;

    public static IEnumerable<Type> Classes() =>
        All().SelectMany(assembly => assembly.GetTypes()).Where(IsGrainClass);

    private static IEnumerable<Assembly> All()
    {
        var loaded = AppDomain.CurrentDomain.GetAssemblies()
            .Where(assembly => !assembly.IsDynamic && KnowsUs(assembly));
        return Beside().Select(Assembly.Load).Concat(loaded).Append(Own).Distinct();
    }

    private static bool IsGrainClass(Type type) =>
        type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }
        && typeof(IGrainBase).IsAssignableFrom(type) && typeof(IGrain).IsAssignableFrom(type);

    private static bool KnowsUs(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Any(name => name.Name == Own.GetName().Name);

    private static IEnumerable<AssemblyName> Beside() =>
        Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll")
            .Where(KnowsUs)
            .Select(path => new AssemblyName(Path.GetFileNameWithoutExtension(path)));

    /// <summary>Reads the references in the file, without loading it.</summary>
    private static bool KnowsUs(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        if (!file.HasMetadata)
            return false;

        var metadata = file.GetMetadataReader();
        return metadata.AssemblyReferences
            .Select(handle => metadata.GetAssemblyReference(handle).Name)
            .Any(name => metadata.StringComparer.Equals(name, Own.GetName().Name!));
    }
}
