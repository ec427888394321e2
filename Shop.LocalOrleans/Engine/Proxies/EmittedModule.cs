using System.Reflection;
using System.Reflection.Emit;

namespace Orleans.Engine.Proxies;

/// <summary>The assembly in memory that holds the emitted classes.</summary>
/// <remarks>Grain interfaces and their messages may be internal; the runtime lets an assembly in that names theirs in
/// an attribute called IgnoresAccessChecksTo, which it knows by name only.</remarks>
internal static class EmittedModule
{
    private static readonly AssemblyBuilder Assembly =
        AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Shop.LocalOrleans.Emitted"), AssemblyBuilderAccess.Run);

    private static readonly ModuleBuilder Module = Assembly.DefineDynamicModule("Emitted");
    private static readonly ConstructorInfo AccessAttribute = DefineAccessAttribute();
    private static readonly HashSet<string> Accessible = [];
    private static int defined;

    static EmittedModule() => GiveAccessTo(typeof(EmittedModule).Assembly);

    public static TypeBuilder Define(string name, Type parent) =>
        Module.DefineType($"{name}_{++defined}", TypeAttributes.Public | TypeAttributes.Sealed, parent);

    public static void GiveAccessTo(IEnumerable<Type> types)
    {
        foreach (var type in types)
        {
            GiveAccessTo(type.Assembly);
            GiveAccessTo(type.GetGenericArguments());
            if (type.GetElementType() is { } element)
                GiveAccessTo([element]);
        }
    }

    private static void GiveAccessTo(Assembly assembly)
    {
        var name = assembly.GetName().Name!;
        if (Accessible.Add(name))
            Assembly.SetCustomAttribute(new CustomAttributeBuilder(AccessAttribute, [name]));
    }

    private static ConstructorInfo DefineAccessAttribute()
    {
        var attribute = Module.DefineType(
            "System.Runtime.CompilerServices.IgnoresAccessChecksToAttribute", TypeAttributes.Public, typeof(Attribute));
        var constructor = attribute.DefineConstructor(
            MethodAttributes.Public, CallingConventions.Standard, [typeof(string)]);
        constructor.GetILGenerator().Emit(OpCodes.Ret);
        attribute.CreateType();
        return attribute.GetConstructor([typeof(string)]) ?? constructor;
    }
}
