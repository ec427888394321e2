using System.Collections.Immutable;
using System.Text.Json;
using Shop.Notifications;

namespace Shop.Accounts;

/// <summary>The mails about an account.</summary>
internal static class AccountMail
{
    /// <summary>How addresses end that can never exist.</summary>
    public const string Nowhere = ".invalid";

    public const string Welcome = "account.welcome";
    public const string Verify = "account.verify";
    public const string Reset = "account.reset";
    public const string PasswordChanged = "account.password_changed";
    public const string NewSignIn = "account.new_sign_in";
    public const string ChangeEmail = "account.email_change";
    public const string EmailChanged = "account.email_changed";

    public static string KindOf(CodePurpose purpose) => purpose switch
    {
        CodePurpose.VerifyEmail => Verify,
        CodePurpose.ResetPassword => Reset,
        CodePurpose.ChangeEmail => ChangeEmail,
        _ => throw new ArgumentOutOfRangeException(nameof(purpose), purpose, "No mail is written for this."),
    };

    /// <param name="user">As stored before the change.</param>
    /// <param name="id">Whose account it is.</param>
    /// <param name="kind">Which mail.</param>
    /// <param name="more">What the text needs beside e-mail address and name.</param>
    /// <param name="to">Another address than the account's.</param>
    public static ImmutableArray<OutboxMessage> Of(User user, Guid id, string kind, object? more, string? to)
    {
        var recipient = to ?? user.Email!;
        if (recipient.EndsWith(Nowhere, StringComparison.Ordinal))
            return [];

        var body = JsonSerializer.SerializeToNode(more ?? new { }, ShopJson.Options)!.AsObject();
        body["email"] = recipient;
        body["first_name"] = user.Profile.FirstName;
        return [new(DerivedId.From(id, kind, $"{user.Mails}"), kind, recipient, body.ToJsonString())];
    }
}
