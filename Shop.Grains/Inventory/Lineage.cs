namespace Shop.Inventory;

/// <summary>
/// The movements that were decided on one load of a SKU, each on top of the one before. Once one of them is not
/// stored, none that follows may be.
/// </summary>
/// <remarks>
/// Their versions alone do not see to that: another process may have taken the version of the lost one, and then the
/// next would fit on top of a movement that it knows nothing of.
/// </remarks>
internal sealed class Lineage
{
    public bool IsBroken { get; private set; }

    public void Break() => IsBroken = true;
}
