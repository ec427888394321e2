namespace Shop.Storm;

/// <summary>What a storm is made from.</summary>
/// <param name="Seed">Which faults come when, and what the customers do, follows from it.</param>
/// <param name="Length">How long faults strike.</param>
/// <param name="Program">The shop's assembly.</param>
internal sealed record StormPlan(int Seed, TimeSpan Length, string Program)
{
    public const int Customers = 96;

    /// <summary>From its own folder: beside the storm it would take the storm's assemblies for its own.</summary>
    public static string ShopBesideUs => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Shop.Silo", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')),
        "Shop.Silo.dll"));
}
