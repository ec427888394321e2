namespace Shop.Idempotency;

/// <summary>
/// A body with something in it that must not be kept, not even as a hash: hashes of passwords can be tried.
/// </summary>
internal interface ICarriesSecrets
{
    /// <summary>The same body as far as it may be remembered.</summary>
    object WithoutSecrets();
}
