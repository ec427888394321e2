namespace Shop.Orders;

/// <summary>The name of an order for people.</summary>
internal static class OrderReference
{
    /// <summary>Crockford's base 32: no I, L, O, U, so that it can be read aloud.</summary>
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>
    /// Ten letters, 50 bits, as <c>7K3M9-QXZ4T</c>. They follow from the order's id; the database's unique key says
    /// when two orders share one, and <paramref name="salt"/> then gives another.
    /// </summary>
    public static string Of(Guid orderId, int salt)
    {
        var hash = DerivedId.From(orderId, "reference", $"{salt}").ToByteArray();
        Span<char> text = stackalloc char[11];
        for (var i = 0; i < 10; i++)
            text[i < 5 ? i : i + 1] = Letters[hash[i < 6 ? i : i + 4] & 31];

        text[5] = '-';
        return new string(text);
    }
}
