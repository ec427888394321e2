namespace Shop.Accounts;

/// <summary>Settings of accounts.</summary>
/// <param name="AdminsNeedSecondFactor">
/// Whether an administrator without a second factor is let in as a customer only, to make one.
/// </param>
internal sealed record AccountOptions([property: Setting("SHOP_ADMIN_SECOND_FACTOR")] bool AdminsNeedSecondFactor);
