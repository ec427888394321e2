using System.Reflection;
using System.Reflection.Emit;
using Orleans.Engine.Calls;

namespace Orleans.Engine.Proxies;

/// <summary>Makes the <see cref="Invocation"/> of one method: its arguments as fields, and the call itself.</summary>
internal sealed class CallEmitter
{
    private const MethodAttributes Override =
        MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig;

    private readonly MethodInfo method;

    private CallEmitter(MethodInfo method, TypeBuilder type)
    {
        this.method = method;
        Constructor = type.DefineDefaultConstructor(MethodAttributes.Public);
        Arguments =
        [
            .. method.GetParameters().Select((parameter, i) =>
                type.DefineField($"{parameter.Name}_{i}", parameter.ParameterType, FieldAttributes.Public)),
        ];
    }

    public ConstructorBuilder Constructor { get; }

    public FieldBuilder[] Arguments { get; }

    public static CallEmitter Emit(MethodInfo method)
    {
        var type = EmittedModule.Define($"{method.DeclaringType!.Name}_{method.Name}", Shape.Of(method).Invocation);
        var call = new CallEmitter(method, type);
        call.EmitStart(type.DefineMethod(nameof(Invocation.Start), Override, typeof(Task), [typeof(object)]));
        type.CreateType();
        return call;
    }

    private void EmitStart(MethodBuilder start)
    {
        var il = start.GetILGenerator();
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Castclass, method.DeclaringType!);
        foreach (var argument in Arguments)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, argument);
        }

        il.Emit(OpCodes.Callvirt, method);
        Shape.Of(method).EmitToTask(il);
        il.Emit(OpCodes.Ret);
    }
}
