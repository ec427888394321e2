using System.Collections.Immutable;
using System.Reflection;

namespace Shop.Architecture;

public class GrainContractTests
{
    private static readonly Assembly[] Shop = [typeof(Error).Assembly, Assembly.Load("Shop.Grains")];

    private static readonly List<Type> Types = [.. Shop.SelectMany(assembly => assembly.GetTypes())];

    private static readonly List<Type> Contracts = [.. Types.Where(GrainContract.IsGrain)];

    [Fact]
    public void Every_grain_interface_is_one_that_Orleans_takes()
    {
        Assert.NotEmpty(Contracts);
        Assert.Empty(Contracts.SelectMany(GrainContract.Faults).Distinct().Order());
    }

    [Fact]
    public void Every_stored_state_is_one_that_Orleans_takes() =>
        Assert.Empty(States().SelectMany(state => GrainContract.Faults(state.Type, [])).Distinct().Order());

    [Fact]
    public void Aliases_of_types_are_distinct() => Assert.Empty(GrainContract.Twins(Types, GrainContract.AliasOf));

    [Fact]
    public void Everything_serialisable_has_an_alias()
    {
        var nameless = Types
            .Where(type => type.CustomAttributes.Any(one => one.AttributeType.Name == "GenerateSerializerAttribute"))
            .Where(type => GrainContract.AliasOf(type) is null);
        Assert.Empty(nameless);
    }

    /// <summary>The class of the grain is not part of the key of its row.</summary>
    [Fact]
    public void State_names_are_distinct() => Assert.Empty(GrainContract.Twins(States(), state => state.Name));

    [Fact]
    public void Documents_belong_to_grains_with_Guid_keys()
    {
        var others = States().Where(state => state.Store == StateStores.Documents
            && !typeof(IGrainWithGuidKey).IsAssignableFrom(state.Grain));
        Assert.Empty(others.Select(state => $"{state.Grain.Name} keeps {state.Name}"));
    }

    /// <summary>
    /// Orleans' storage reads a key that looks like a hexadecimal number as one: <c>cafe</c> meets <c>CAFE</c>.
    /// </summary>
    [Fact]
    public void String_keys_begin_with_a_prefix()
    {
        var recorder = DispatchProxy.Create<IGrainFactory, KeyRecorder>();
        var keyed = Contracts.Where(typeof(IGrainWithStringKey).IsAssignableFrom).ToList();
        var ways = Types.SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public))
            .Where(method => keyed.Contains(method.ReturnType)).ToList();
        foreach (var way in ways)
        {
            var arguments = way.GetParameters()
                .Select(part => part.ParameterType == typeof(IGrainFactory) ? recorder : Dummy.Of(part.ParameterType));
            way.Invoke(null, [.. arguments]);
        }

        Assert.Equal(
            keyed.Select(type => type.Name).Order(), ways.Select(way => way.ReturnType.Name).Distinct().Order());
        Assert.All(((KeyRecorder)(object)recorder).Keys, key => Assert.Matches("^[a-z]+/.", key));
    }

    [Fact]
    public void Each_offence_is_found()
    {
        string[] expected =
        [
            "IOffender has no [Alias]",
            "IOffender.Property is a property; grains have methods",
            "IOffender has the method alias Twice twice",
            "IOffender.Nameless has no [Alias]",
            "IOffender.LateAsync: grain methods have no suffix Async",
            "IOffender.Now returns System.Int32; it must be a Task",
            "IOffender.Changed: by is ref, in or out",
            "IOffender.Generic is generic",
            "IOffender has 12 methods; 10 is the limit",
        ];
        Assert.Equal(expected.Order(), GrainContract.Faults(typeof(IOffender)).Order());
    }

    [Theory]
    [InlineData(typeof(Bare), "has no [GenerateSerializer]", "has no [Alias]", "has no [Immutable]")]
    [InlineData(typeof(Unnumbered), "Late has no [Id]")]
    [InlineData(typeof(Renumbered), "has [Id(0)] twice")]
    [InlineData(typeof(Mutable), "Count can be set; make it init")]
    [InlineData(typeof(Open), "Count is a field")]
    [InlineData(typeof(Listed), "System.Collections.Generic.IReadOnlyList", "cannot be serialised")]
    [InlineData(typeof(Arrayed), "System.Int32[] cannot be serialised")]
    [InlineData(typeof(int[]), "System.Int32[] cannot be serialised")]
    [InlineData(typeof(List<int>), "cannot be serialised")]
    [InlineData(typeof(object), "cannot be serialised")]
    [InlineData(typeof(ImmutableArray<Unnumbered>), "Late has no [Id]")]
    [InlineData(typeof(Result<Arrayed>), "System.Int32[] cannot be serialised")]
    [InlineData(typeof(IVersioned), "is an interface")]
    public void A_type_that_cannot_be_sent_is_found(Type type, params string[] expected)
    {
        var faults = GrainContract.Faults(type, []).ToList();
        Assert.NotEmpty(faults);
        Assert.All(expected, part => Assert.Contains(faults, fault => fault.Contains(part, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_type_that_can_be_sent_is_left_alone() => Assert.Empty(GrainContract.Faults(typeof(Good), []));

    private static List<(Type Grain, string Name, string? Store, Type Type)> States() =>
    [
        .. from grain in Types
           where !grain.IsAbstract && typeof(Grain).IsAssignableFrom(grain)
           from parameter in grain.GetConstructors().SelectMany(made => made.GetParameters())
           let state = parameter.CustomAttributes
               .FirstOrDefault(one => one.AttributeType.Name == "PersistentStateAttribute")
           where state is not null
           select (
               grain, (string)state.ConstructorArguments[0].Value!, (string?)state.ConstructorArguments[1].Value,
               parameter.ParameterType.GetGenericArguments()[0]),
    ];
}
