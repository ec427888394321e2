using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Shop.Architecture;

/// <summary>
/// What Orleans' code generator and analyzers would reject, or its serialiser could not copy. The local host is more
/// forgiving, so that without this a slip would show only on a cluster.
/// </summary>
internal static class GrainContract
{
    private const int MaxMethods = 10;

    private static readonly HashSet<Type> Plain =
    [
        typeof(string), typeof(decimal), typeof(Guid), typeof(DateTimeOffset), typeof(DateTime), typeof(DateOnly),
        typeof(TimeOnly), typeof(TimeSpan), typeof(Uri), typeof(CancellationToken),
    ];

    private static readonly HashSet<Type> Containers =
    [
        typeof(Nullable<>), typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableHashSet<>),
        typeof(ImmutableSortedSet<>), typeof(ImmutableDictionary<,>), typeof(ImmutableSortedDictionary<,>),
    ];

    private static readonly HashSet<Type> Answers =
        [typeof(Task<>), typeof(ValueTask<>), typeof(IAsyncEnumerable<>)];

    /// <summary>Of one grain or observer interface, and of every type that passes through it.</summary>
    public static IEnumerable<string> Faults(Type contract)
    {
        if (AliasOf(contract) is null)
            yield return $"{contract.Name} has no [Alias]";
        foreach (var property in contract.GetProperties())
            yield return $"{contract.Name}.{property.Name} is a property; grains have methods";

        var methods = contract.GetMethods().Where(method => !method.IsSpecialName).ToList();
        if (methods.Count > MaxMethods)
            yield return $"{contract.Name} has {methods.Count} methods; {MaxMethods} is the limit";
        foreach (var twin in Twins(methods, method => AliasOf(method)))
            yield return $"{contract.Name} has the method alias {twin} twice";
        foreach (var fault in methods.SelectMany(method => Faults(method, contract)))
            yield return fault;
        foreach (var fault in methods.SelectMany(Types).SelectMany(type => Faults(type, [])).Distinct())
            yield return fault;
    }

    /// <summary>Of a type that is sent or stored, and of all that it is made of.</summary>
    public static IEnumerable<string> Faults(Type type, HashSet<Type> seen)
    {
        if (type.IsPrimitive || type.IsEnum || type.IsGenericParameter
            || Plain.Contains(type) || IsGrain(type) || !seen.Add(type))
        {
            return [];
        }

        if (type.IsGenericType && Containers.Contains(type.GetGenericTypeDefinition()))
            return type.GetGenericArguments().SelectMany(argument => Faults(argument, seen));

        var arguments = type.GetGenericArguments().SelectMany(argument => Faults(argument, seen));
        return arguments.Concat(IsOurs(type)
            ? Shape(type).Concat(Members(type).SelectMany(member => Faults(member.PropertyType, seen)))
            : [$"{Name(type)} cannot be serialised: use an immutable record or collection"]);
    }

    private static IEnumerable<string> Faults(MethodInfo method, Type contract)
    {
        var name = $"{contract.Name}.{method.Name}";
        if (AliasOf(method) is null)
            yield return $"{name} has no [Alias]";
        if (method.Name.EndsWith("Async", StringComparison.Ordinal))
            yield return $"{name}: grain methods have no suffix Async";
        if (!IsAnswer(method.ReturnType))
            yield return $"{name} returns {Name(method.ReturnType)}; it must be a Task";
        if (method.IsGenericMethod)
            yield return $"{name} is generic";
        foreach (var parameter in method.GetParameters().Where(parameter => parameter.ParameterType.IsByRef))
            yield return $"{name}: {parameter.Name} is ref, in or out";
    }

    private static IEnumerable<string> Shape(Type type)
    {
        if (type.IsInterface || type.IsAbstract)
        {
            yield return
                $"{Name(type)} is {(type.IsInterface ? "an interface" : "abstract")}; messages are sealed records";
            yield break;
        }

        foreach (var attribute in new[] { "GenerateSerializer", "Alias", "Immutable" })
        {
            if (!Has(type, attribute))
                yield return $"{Name(type)} has no [{attribute}]";
        }

        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public))
            yield return $"{Name(type)}.{field.Name} is a field";

        var members = Members(type).ToList();
        foreach (var member in members)
        {
            if (!IsPositional(member, type) && IdOf(member) is null)
                yield return $"{Name(type)}.{member.Name} has no [Id]";
            if (member.SetMethod is { } set
                && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)))
            {
                yield return $"{Name(type)}.{member.Name} can be set; make it init";
            }
        }

        foreach (var twin in Twins(
            members, member => IdOf(member)?.ToString(System.Globalization.CultureInfo.InvariantCulture)))
        {
            yield return $"{Name(type)} has [Id({twin})] twice";
        }
    }

    /// <summary>What a method takes and what its answer holds.</summary>
    public static IEnumerable<Type> Types(MethodInfo method) =>
    [
        .. method.GetParameters().Select(parameter => parameter.ParameterType).Where(type => !type.IsByRef),
        .. IsAnswer(method.ReturnType) ? method.ReturnType.GetGenericArguments() : [],
    ];

    public static bool IsGrain(Type type) => type.IsInterface && typeof(IAddressable).IsAssignableFrom(type);

    public static string? AliasOf(MemberInfo member) => (string?)Argument(member, "AliasAttribute");

    public static IEnumerable<string> Twins<T>(IEnumerable<T> all, Func<T, string?> name) => all
        .Select(name).OfType<string>().GroupBy(one => one).Where(same => same.Count() > 1).Select(same => same.Key);

    private static bool IsAnswer(Type type) =>
        type == typeof(Task) || type == typeof(ValueTask)
        || (type.IsGenericType && Answers.Contains(type.GetGenericTypeDefinition()));

    private static bool IsOurs(Type type) => type.Assembly.GetName().Name!.StartsWith("Shop.", StringComparison.Ordinal)
        && type.Namespace?.StartsWith("Orleans", StringComparison.Ordinal) is not true;

    /// <summary>Properties that hold something; computed ones are not sent.</summary>
    private static IEnumerable<PropertyInfo> Members(Type type) =>
        from property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        where property.DeclaringType!.GetField(
            $"<{property.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic) is not null
        select property;

    /// <summary>Orleans numbers the parameters of a record's own constructor by itself.</summary>
    private static bool IsPositional(PropertyInfo member, Type type) => type.GetConstructors()
        .Any(made => made.GetParameters().Any(
            part => part.Name == member.Name && part.ParameterType == member.PropertyType));

    private static uint? IdOf(MemberInfo member) => (uint?)Argument(member, "IdAttribute");

    private static object? Argument(MemberInfo member, string attribute) => member.CustomAttributes
        .FirstOrDefault(one => one.AttributeType.Name == attribute)?.ConstructorArguments[0].Value;

    private static bool Has(Type type, string attribute) =>
        type.CustomAttributes.Any(one => one.AttributeType.Name == $"{attribute}Attribute");

    private static string Name(Type type) => type.FullName ?? type.Name;
}
