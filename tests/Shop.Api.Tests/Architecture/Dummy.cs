using System.Reflection;
using Shop.Accounts;

namespace Shop.Architecture;

/// <summary>Something of a type, to call what only has to be called.</summary>
internal static class Dummy
{
    public static object? Of(Type type) => type switch
    {
        _ when type == typeof(string) => "cafe",
        _ when type == typeof(EmailAddress) => EmailAddress.Read("cafe@example.com").Value,
        _ when type.IsGenericType && type.IsValueType => type.GetField("Empty")?.GetValue(null),
        _ when type.IsValueType => Activator.CreateInstance(type),
        _ => null,
    };
}

/// <summary>A grain factory that gives no grains, and remembers which were asked for.</summary>
public class KeyRecorder : DispatchProxy
{
    public List<string> Keys { get; } = [];

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Keys.Add((string)args!.First(argument => argument is string)!);
        return null;
    }
}
