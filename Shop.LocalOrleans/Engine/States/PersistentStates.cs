using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Engine.Activations;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Engine.States;

/// <summary>Makes the states that a grain's constructor asks for.</summary>
internal static class PersistentStates
{
    private static readonly MethodInfo CreateMethod =
        typeof(PersistentStates).GetMethod(nameof(Create), BindingFlags.Static | BindingFlags.NonPublic)!;

    public static Func<Activation, object> FactoryFor(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new ArgumentException(
                $"Parameter {parameter.Name} of {parameter.Member.DeclaringType} has [PersistentState] and must be an "
                + $"IPersistentState<T>, not {type}.");
        }

        var attribute = parameter.GetCustomAttribute<PersistentStateAttribute>()!;
        var name = attribute.StateName.Length > 0 ? attribute.StateName : parameter.Name!;
        var create = CreateMethod.MakeGenericMethod(type.GetGenericArguments())
            .CreateDelegate<Func<Activation, string, string?, object>>();
        return activation => create(activation, name, attribute.StorageName);
    }

    /// <summary>The state of a grain that has none stored.</summary>
    public static T New<T>() =>
        typeof(T).IsValueType || typeof(T).GetConstructor(Type.EmptyTypes) is not null
            ? Activator.CreateInstance<T>()
            : (T)RuntimeHelpers.GetUninitializedObject(typeof(T));

    private static StoredState<T> Create<T>(Activation activation, string stateName, string? storageName)
    {
        var services = activation.Silo.Services;
        var storage = string.IsNullOrWhiteSpace(storageName)
            ? services.GetService<IGrainStorage>()
            : services.GetKeyedService<IGrainStorage>(storageName);
        if (storage is null)
        {
            throw new BadProviderConfigException(
                $"No {(storageName is null ? "default storage" : $"storage named \"{storageName}\"")} was registered, "
                + $"which {activation.GrainId.Type} wants for its state \"{stateName}\".");
        }

        var state = new StoredState<T>(stateName, activation, storage);
        activation.ObservableLifecycle.Subscribe(stateName, GrainLifecycleStage.SetupState, state);
        return state;
    }
}
