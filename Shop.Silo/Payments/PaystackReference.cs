using System.Security.Cryptography;

namespace Shop.Payments;

/// <summary>
/// What a try to pay is called at Paystack: the order, the try, and a few letters by chance, because Paystack takes a
/// reference once, and gives the page to pay on only that one time.
/// </summary>
internal static class PaystackReference
{
    public static string New(Guid orderId, int attempt) =>
        $"{orderId:N}-{attempt}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}";

    public static Guid? OrderOf(string reference) =>
        reference.Split('-') is [var order, var attempt, { Length: 6 }]
        && int.TryParse(attempt, out _)
        && reference.All(letter => letter == '-' || char.IsAsciiLetterOrDigit(letter))
        && Guid.TryParseExact(order, "N", out var orderId)
            ? orderId
            : null;
}
