using System.Collections.Immutable;
using System.Text.Json;
using Shop.Notifications;

namespace Shop.Accounts;

/// <summary>What the shop writes to somebody about their account.</summary>
internal static class AccountLetters
{
    private const string NotYou = "If this was not you, reset your password now and end all other sessions.";
    private const string Ignore = "If you did not ask for this, you can ignore this mail. Tell the code to nobody.";

    /// <summary>By the kind of message.</summary>
    public static readonly ImmutableDictionary<string, Func<string, LetterHead, Letter>> All =
        new Dictionary<string, Func<string, LetterHead, Letter>>
        {
            ["account.welcome"] = Welcome,
            ["account.verify"] = Verify,
            ["account.reset"] = Reset,
            ["account.email_change"] = EmailChange,
            ["account.email_changed"] = EmailChanged,
            ["account.password_changed"] = PasswordChanged,
            ["account.new_sign_in"] = NewSignIn,
        }.ToImmutableDictionary();

    private static Letter Welcome(string body, LetterHead head) => Write(body, head, $"Welcome to {head.Shop}", news =>
    [
        new Paragraph($"Your account for {news.Email} is ready. We are glad that you are here."),
        .. head.Storefront is { } url ? [new Link("Start shopping", url)] : Array.Empty<LetterPart>(),
    ]);

    private static Letter Verify(string body, LetterHead head) =>
        Write(body, head, "Confirm your e-mail address", news =>
        [
            new Paragraph("Enter this code to confirm that this address is yours. It is good for ten minutes."),
            new OneTimeCode(news.CodeOrThrow()),
            new Paragraph(Ignore),
        ]);

    private static Letter Reset(string body, LetterHead head) => Write(body, head, "Reset your password", news =>
    [
        new Paragraph("Enter this code to choose a new password. It is good for ten minutes."),
        new OneTimeCode(news.CodeOrThrow()),
        new Paragraph(Ignore),
    ]);

    private static Letter EmailChange(string body, LetterHead head) =>
        Write(body, head, "Confirm your new e-mail address", news =>
        [
            new Paragraph("Enter this code to make this the address of your account. It is good for ten minutes."),
            new OneTimeCode(news.CodeOrThrow()),
            new Paragraph(Ignore),
        ]);

    /// <summary>It goes to the address that was the account's before.</summary>
    private static Letter EmailChanged(string body, LetterHead head) =>
        Write(body, head, "Your e-mail address was changed", _ =>
        [
            new Paragraph("Your account now has another e-mail address, and this one is no longer used for it."),
            new Paragraph("If this was not you, tell us at once."),
        ]);

    private static Letter PasswordChanged(string body, LetterHead head) =>
        Write(body, head, "Your password was changed", news =>
        [
            new Paragraph($"The password of your account for {news.Email} was changed."),
            new Paragraph(NotYou),
        ]);

    private static Letter NewSignIn(string body, LetterHead head) => Write(body, head, "A new sign-in", news =>
    [
        new Paragraph($"Somebody signed in to your account for {news.Email} in a way that we have not seen before."),
        new Paragraph(NotYou),
    ]);

    private static Letter Write(
        string body, LetterHead head, string subject, Func<AccountNews, ImmutableArray<LetterPart>> parts)
    {
        var news = Letter.Read<AccountNews>(body);
        return new(head, subject, [new Paragraph(news.Greeting), .. parts(news)]);
    }

    /// <summary>The body of an account's messages.</summary>
    /// <param name="FirstName">May be missing for accounts that somebody else opened.</param>
    /// <param name="Code">A one-time code, in the letters that bring one.</param>
    private sealed record AccountNews(string Email, string? FirstName = null, string? Code = null)
    {
        public string Greeting => string.IsNullOrWhiteSpace(FirstName) ? "Hello," : $"Hello {FirstName},";

        /// <summary>It is wiped once it was sent, so such a message cannot be sent again.</summary>
        public string CodeOrThrow() => Code ?? throw new JsonException("Its code is gone.");
    }
}
