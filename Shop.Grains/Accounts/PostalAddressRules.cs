namespace Shop.Accounts;

internal static class PostalAddressRules
{
    private const int MaxLine = 120, MaxPostalCode = 20;

    /// <summary>The address as it is kept: trimmed, empty parts gone, the country in capitals.</summary>
    public static Result<PostalAddress> Read(PostalAddress written)
    {
        Error? refused = null;
        var address = new PostalAddress(
            Required(written.Recipient, "recipient"),
            Required(written.Line1, "line1"),
            Optional(written.Line2, text => PlainText.Read(text, "line2", MaxLine)),
            Required(written.City, "city"),
            Optional(written.Region, text => PlainText.Read(text, "region", MaxLine)),
            Optional(written.PostalCode, text => PlainText.Read(text, "postal_code", MaxPostalCode)),
            Kept(Country.Read(written.Country))!,
            Optional(written.Phone, text => PhoneNumber.Read(text, "phone")));
        return refused is null ? address : refused;

        string Required(string? text, string field) => Kept(PlainText.Read(text, field, MaxLine))!;

        string? Optional(string? text, Func<string, Result<string>> read) =>
            string.IsNullOrWhiteSpace(text) ? null : Kept(read(text));

        string? Kept(Result<string> read)
        {
            refused ??= read.Error;
            return read.Value;
        }
    }
}
