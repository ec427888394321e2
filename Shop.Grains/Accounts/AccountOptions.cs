namespace Shop.Accounts;

/// <summary>Settings of accounts.</summary>
/// <param name="AdminsNeedSecondFactor">
/// Whether an administrator without a second factor is let in as a customer only, to make one.
/// </param>
/// <param name="RefreshGrace">
/// Seconds in which a refresh token may be traded again for the same next one, as long as nobody used that. With none,
/// a second trade is taken for a theft, even if the answer to the first was lost or two tabs traded at once.
/// </param>
internal sealed record AccountOptions(
    [property: Setting("SHOP_ADMIN_SECOND_FACTOR")] bool AdminsNeedSecondFactor,
    [property: Setting("SHOP_REFRESH_GRACE_SECONDS")] TimeSpan RefreshGrace);
