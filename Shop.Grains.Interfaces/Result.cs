namespace Shop;

/// <summary>Either a value or the reason there is none.</summary>
[GenerateSerializer, Immutable, Alias("Result`1")]
public sealed record Result<T>
{
    [Id(0)] public T? Value { get; private init; }
    [Id(1)] public Error? Error { get; private init; }

    public static implicit operator Result<T>(T value) => new() { Value = value };
    public static implicit operator Result<T>(Error error) => new() { Error = error };
}
