namespace Shop.Testing;

/// <summary>What becomes of something that is said over a wire.</summary>
public enum Fate
{
    Passes = 0,

    /// <summary>The other side never hears it.</summary>
    LosesRequest = 1,

    /// <summary>The other side does its part, and nobody learns of it.</summary>
    LosesAnswer = 2,
}
