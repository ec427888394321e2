using System.Collections.Immutable;

namespace Shop.Architecture;

// Each of these breaks a rule, and a test asserts that it is found. The attributes are of the tests' own, with Orleans'
// names, because Orleans' own generator would refuse to build what is wrong here.
[AttributeUsage(AttributeTargets.All)]
internal sealed class GenerateSerializerAttribute : Attribute;

[AttributeUsage(AttributeTargets.All)]
internal sealed class ImmutableAttribute : Attribute;

[AttributeUsage(AttributeTargets.All)]
internal sealed class AliasAttribute(string alias) : Attribute
{
    public string Alias => alias;
}

[AttributeUsage(AttributeTargets.All)]
internal sealed class IdAttribute(uint id) : Attribute
{
    public uint Id => id;
}

internal interface IOffender
{
    int Property { get; }

    [Alias("Twice")] Task One();
    [Alias("Twice")] Task Two();
    Task Nameless();
    [Alias("LateAsync")] Task LateAsync();
    [Alias("Now")] int Now();
    [Alias("Changed")] Task Changed(ref int by);
    [Alias("Generic")] Task Generic<T>();
    [Alias("A")] Task A();
    [Alias("B")] Task B();
    [Alias("C")] ValueTask C();
    [Alias("D")] Task<int> D();
    [Alias("E")] IAsyncEnumerable<int> E();
}

internal sealed record Bare(int Count);

[GenerateSerializer, Immutable, Alias("tests.Unnumbered")]
internal sealed record Unnumbered(int Count)
{
    public int Late { get; init; }
}

[GenerateSerializer, Immutable, Alias("tests.Renumbered")]
internal sealed record Renumbered
{
    [Id(0)] public int One { get; init; }
    [Id(0)] public int Two { get; init; }
}

[GenerateSerializer, Immutable, Alias("tests.Mutable")]
internal sealed record Mutable
{
    [Id(0)] public int Count { get; set; }
}

[GenerateSerializer, Immutable, Alias("tests.Open")]
internal sealed class Open
{
    public int Count = 1;
}

[GenerateSerializer, Immutable, Alias("tests.Listed")]
internal sealed record Listed(IReadOnlyList<int> Counts);

[GenerateSerializer, Immutable, Alias("tests.Arrayed")]
internal sealed record Arrayed(int[] Counts);

[GenerateSerializer, Immutable, Alias("tests.Good")]
internal sealed record Good(Guid Id, int? Count, ImmutableSortedDictionary<string, ImmutableArray<Good>> Parts)
{
    [Id(0)] public decimal Rating { get; init; }

    public bool IsEmpty => Parts.IsEmpty;
}
