using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Emit;
using Orleans.Engine.Calls;
using Orleans.Runtime;

namespace Orleans.Engine.Proxies;

/// <summary>
/// Makes, once per interface, a class that implements it by sending calls. For
/// <c>Task&lt;int&gt; Add(string sku, int quantity)</c> it emits
/// <code>
/// Task&lt;int&gt; Add(string sku, int quantity) =>
///     Send&lt;int&gt;(new Add_Call { sku = sku, quantity = quantity }, Methods[3]);
///
/// class Add_Call : FunctionInvocation&lt;int&gt;
/// {
///     public string sku; public int quantity;
///     public override Task Start(object grain) => ((ICartGrain)grain).Add(sku, quantity);
/// }
/// </code>
/// </summary>
internal static class ProxyEmitter
{
    private static readonly Type[] ConstructorParameters = [typeof(Silo), typeof(GrainInterface), typeof(GrainId)];
    private static readonly Lock Gate = new();

    public static ProxyFactory Emit(Type grainInterface)
    {
        lock (Gate)
        {
            var proxy = EmittedModule.Define(grainInterface.Name, typeof(GrainReference));
            proxy.AddInterfaceImplementation(grainInterface);
            EmitConstructor(proxy);

            var table = proxy.DefineField(
                "Methods", typeof(GrainMethod[]), FieldAttributes.Public | FieldAttributes.Static);
            var methods = MethodsOf(grainInterface);
            for (var i = 0; i < methods.Length; i++)
                EmitMethod(proxy, methods[i], table, i);

            var type = proxy.CreateType();
            type.GetField(table.Name)!.SetValue(null, methods.Select(GrainMethod.Of).ToArray());
            return FactoryOf(type);
        }
    }

    private static MethodInfo[] MethodsOf(Type grainInterface)
    {
        Type[] interfaces = [grainInterface, .. grainInterface.GetInterfaces()];
        EmittedModule.GiveAccessTo(interfaces);
        MethodInfo[] methods =
            [.. interfaces.SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public))];
        if (methods.FirstOrDefault(method => method.IsGenericMethod || method.IsSpecialName) is { } unfit)
            throw new NotSupportedException($"{unfit.DeclaringType}.{unfit.Name}: no generic methods, no properties.");

        return methods;
    }

    private static void EmitConstructor(TypeBuilder proxy)
    {
        var constructor = proxy.DefineConstructor(
            MethodAttributes.Public, CallingConventions.Standard, ConstructorParameters);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldarg_3);
        il.Emit(
            OpCodes.Call,
            typeof(GrainReference).GetConstructor(
                BindingFlags.Instance | BindingFlags.NonPublic, ConstructorParameters)!);
        il.Emit(OpCodes.Ret);
    }

    private static void EmitMethod(TypeBuilder proxy, MethodInfo method, FieldBuilder table, int index)
    {
        Type[] parameters = [.. method.GetParameters().Select(parameter => parameter.ParameterType)];
        EmittedModule.GiveAccessTo([method.ReturnType, .. parameters]);
        var call = CallEmitter.Emit(method);
        var implementation = proxy.DefineMethod(
            $"{method.DeclaringType!.FullName}.{method.Name}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.NewSlot,
            method.ReturnType,
            parameters);

        var il = implementation.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Newobj, call.Constructor);
        for (var i = 0; i < parameters.Length; i++)
            EmitArgument(il, i, parameters[i], call.Arguments[i]);

        il.Emit(OpCodes.Ldsfld, table);
        il.Emit(OpCodes.Ldc_I4, index);
        il.Emit(OpCodes.Ldelem_Ref);
        var shape = Shape.Of(method);
        il.Emit(OpCodes.Call, shape.Send);
        shape.EmitFromTask(il);
        il.Emit(OpCodes.Ret);
        proxy.DefineMethodOverride(implementation, method);
    }

    private static void EmitArgument(ILGenerator il, int index, Type type, FieldBuilder field)
    {
        il.Emit(OpCodes.Dup);
        if (type == typeof(CancellationToken))
            il.Emit(OpCodes.Dup);
        il.Emit(OpCodes.Ldarg, (short)(index + 1));
        if (type == typeof(CancellationToken))
            il.Emit(OpCodes.Call, typeof(Invocation).GetMethod(nameof(Invocation.Adopt))!);
        if (typeof(IAddressable).IsAssignableFrom(type))
            il.Emit(OpCodes.Call, typeof(Passed<>).MakeGenericType(type).GetMethod(nameof(Passed<>.On))!);
        il.Emit(OpCodes.Stfld, field);
    }

    private static ProxyFactory FactoryOf(Type proxy)
    {
        ParameterExpression[] parameters = [.. ConstructorParameters.Select(type => Expression.Parameter(type))];
        var make = Expression.New(proxy.GetConstructor(ConstructorParameters)!, parameters);
        return Expression.Lambda<ProxyFactory>(make, parameters).Compile();
    }
}
