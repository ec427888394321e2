using System.Reflection;
using System.Reflection.Emit;
using Orleans.Engine.Calls;
using Orleans.Runtime;

namespace Orleans.Engine.Proxies;

/// <summary>The kinds of return type a grain method may have, and how each becomes a task and comes from one.</summary>
internal abstract record Shape(Type Invocation, MethodInfo Send)
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly MethodInfo SendAction =
        typeof(GrainReference).GetMethods(Instance).Single(send => send is { Name: "Send", IsGenericMethod: false });

    private static readonly MethodInfo SendFunction =
        typeof(GrainReference).GetMethods(Instance).Single(send => send is { Name: "Send", IsGenericMethod: true });

    public static Shape Of(MethodInfo method)
    {
        var returned = method.ReturnType;
        if (returned == typeof(Task))
            return new TaskShape(typeof(ActionInvocation), SendAction);
        if (returned == typeof(void))
            return new VoidShape();
        if (returned == typeof(ValueTask))
            return new ValueTaskShape(typeof(ActionInvocation), SendAction, typeof(Task), returned);

        var generic = returned.IsGenericType ? returned.GetGenericTypeDefinition() : null;
        var result = returned.GetGenericArguments().FirstOrDefault() ?? typeof(object);
        var invocation = typeof(FunctionInvocation<>).MakeGenericType(result);
        var send = SendFunction.MakeGenericMethod(result);
        if (generic == typeof(Task<>))
            return new TaskShape(invocation, send);
        if (generic == typeof(ValueTask<>))
            return new ValueTaskShape(invocation, send, typeof(Task<>).MakeGenericType(result), returned);

        throw new NotSupportedException(
            $"{method.DeclaringType}.{method.Name} returns {returned}. A grain method returns Task or ValueTask.");
    }

    /// <summary>Turns what the method returned, on the stack, into a task.</summary>
    public abstract void EmitToTask(ILGenerator il);

    /// <summary>Turns the caller's task, on the stack, into what the method returns.</summary>
    public abstract void EmitFromTask(ILGenerator il);

    private sealed record TaskShape(Type Invocation, MethodInfo Send) : Shape(Invocation, Send)
    {
        public override void EmitToTask(ILGenerator il)
        {
        }

        public override void EmitFromTask(ILGenerator il)
        {
        }
    }

    private sealed record VoidShape() : Shape(typeof(ActionInvocation), SendAction)
    {
        public override void EmitToTask(ILGenerator il) =>
            il.Emit(OpCodes.Call, typeof(Task).GetProperty(nameof(Task.CompletedTask))!.GetMethod!);

        public override void EmitFromTask(ILGenerator il) => il.Emit(OpCodes.Pop);
    }

    private sealed record ValueTaskShape(Type Invocation, MethodInfo Send, Type Task, Type ValueTask)
        : Shape(Invocation, Send)
    {
        public override void EmitToTask(ILGenerator il)
        {
            var returned = il.DeclareLocal(ValueTask);
            il.Emit(OpCodes.Stloc, returned);
            il.Emit(OpCodes.Ldloca, returned);
            il.Emit(OpCodes.Call, ValueTask.GetMethod("AsTask")!);
        }

        public override void EmitFromTask(ILGenerator il) =>
            il.Emit(OpCodes.Newobj, ValueTask.GetConstructor([Task])!);
    }
}
