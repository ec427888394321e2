namespace Shop.Storm.Checks;

/// <summary>Something that must be true after any storm.</summary>
/// <param name="Claim">What is true when nothing is found.</param>
/// <param name="Find">Finds what speaks against it.</param>
/// <remarks>
/// Checks know the shop as a stranger does: by its HTTP answers and its tables. They share no code with it, so a
/// mistake there cannot hide itself here.
/// </remarks>
internal sealed record Check(string Claim, Func<Evidence, Task<IReadOnlyList<string>>> Find)
{
    public static IReadOnlyList<Check> All { get; } = [.. StockChecks.All, .. OrderChecks.All, .. MoneyChecks.All];

    /// <param name="claim">What is true when the query finds nothing.</param>
    /// <param name="sql">Finds what speaks against it, as one column of text.</param>
    public static Check OfTables(string claim, string sql) => new(claim, evidence => evidence.Texts(sql));
}
