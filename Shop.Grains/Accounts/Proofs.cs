namespace Shop.Accounts;

/// <summary>All by which the shop knows that a person is who they say.</summary>
internal sealed record Proofs(
    PasswordHashing Passwords, MailedCodes Codes, SecondFactors SecondFactors, AccountOptions Options);
