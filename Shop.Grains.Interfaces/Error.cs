using System.Collections.Immutable;

namespace Shop;

/// <summary>A refusal the caller can act on. Bugs and outages are exceptions; this is neither.</summary>
/// <param name="Kind">What the caller can do about it; the API turns each kind into one status.</param>
/// <param name="Code">Stable, for machines: <c>snake_case</c>, unique in the shop.</param>
/// <param name="Title">Never varies for one code.</param>
/// <param name="Detail">Speaks of this occurrence.</param>
/// <param name="Field">The request's field at fault, in <c>snake_case</c>, when it is one.</param>
[GenerateSerializer, Immutable, Alias("Error")]
public sealed record Error(ErrorKind Kind, string Code, string Title, string? Detail = null, string? Field = null)
{
    /// <summary>The parts at fault when there are several: each cart line that is short, say.</summary>
    [Id(0)] public ImmutableArray<Fault> Faults { get; init; } = [];

    /// <summary>How many seconds to wait before asking again, when that is known.</summary>
    [Id(1)] public int? RetryAfterSeconds { get; init; }

    public static Error NotFound(string code, string title, string? detail = null) =>
        new(ErrorKind.NotFound, code, title, detail);

    public static Error Invalid(string code, string title, string? detail = null, string? field = null) =>
        new(ErrorKind.Invalid, code, title, detail, field);

    public static Error Conflict(string code, string title, string? detail = null) =>
        new(ErrorKind.Conflict, code, title, detail);

    public static Error Unauthenticated(string code, string title, string? detail = null) =>
        new(ErrorKind.Unauthenticated, code, title, detail);

    public static Error Stale(string code, string title, string? detail = null) =>
        new(ErrorKind.Stale, code, title, detail);

    public static Error Malformed(string code, string title, string? detail = null) =>
        new(ErrorKind.Malformed, code, title, detail);

    public static Error Unavailable(string code, string title, string? detail = null) =>
        new(ErrorKind.Unavailable, code, title, detail);

    /// <param name="code">Stable, for machines.</param>
    /// <param name="title">For people.</param>
    /// <param name="wait">How long asking again is pointless; told in whole seconds, rounded up.</param>
    public static Error TooMany(string code, string title, TimeSpan wait) =>
        new(ErrorKind.TooMany, code, title) { RetryAfterSeconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) };
}

/// <summary>One thing at fault among several.</summary>
/// <param name="Subject">What it is about: a SKU, a line's id.</param>
/// <param name="Code">Stable, for machines: <c>snake_case</c>.</param>
/// <param name="Message">For people.</param>
/// <param name="Left">How many are left, where that is the point.</param>
[GenerateSerializer, Immutable, Alias("Fault")]
public sealed record Fault(string Subject, string Code, string Message, int? Left = null);

/// <summary>What the caller can do about a refusal.</summary>
public enum ErrorKind
{
    /// <summary>404: it is not there, or it is somebody else's.</summary>
    NotFound = 0,

    /// <summary>422: never acceptable; change the request.</summary>
    Invalid = 1,

    /// <summary>409: the state forbids it now.</summary>
    Conflict = 2,

    /// <summary>401: say who you are, or say it rightly.</summary>
    Unauthenticated = 3,

    /// <summary>412: it changed since you read it.</summary>
    Stale = 4,

    /// <summary>503: come back later; nothing was done.</summary>
    Unavailable = 5,

    /// <summary>400: not a request that can be understood.</summary>
    Malformed = 6,

    /// <summary>429: asked too often; wait as long as the error says.</summary>
    TooMany = 7,
}
