namespace Shop.Providers;

/// <summary>What a call meets instead of a good answer.</summary>
public enum ProviderFault
{
    None = 0,

    /// <summary>Nothing is done, and nothing is answered.</summary>
    Hang = 1,

    /// <summary>It is done, and nothing is answered: the caller times out after the charge.</summary>
    HangAfter = 2,

    /// <summary>Nothing is done; 500.</summary>
    Error = 3,

    /// <summary>It is done; 500.</summary>
    ErrorAfter = 4,

    /// <summary>Nothing is done; 429.</summary>
    TooMany = 5,
}
