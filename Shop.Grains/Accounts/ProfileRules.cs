namespace Shop.Accounts;

internal static class ProfileRules
{
    public const int MaxName = 100;

    /// <summary>The oldest person whose age is proved lived 122 years.</summary>
    private const int MaxAge = 125;

    public static Result<Profile> Read(Profile written, DateTimeOffset now)
    {
        var firstName = PlainText.Read(written.FirstName, "first_name", MaxName);
        var lastName = PlainText.Read(written.LastName, "last_name", MaxName);
        var phone = string.IsNullOrWhiteSpace(written.PhoneNumber)
            ? default(Result<string>?)
            : PhoneNumber.Read(written.PhoneNumber, "phone_number");
        if ((firstName.Error ?? lastName.Error ?? phone?.Error) is { } refused)
            return refused;

        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (written.DateOfBirth is { } born && (born > today || born < today.AddYears(-MaxAge)))
            return AccountErrors.DateOfBirthImpossible;

        return new Profile(firstName.Value!, lastName.Value!, phone?.Value, written.DateOfBirth);
    }

    public static Profile Over(this ChangeProfile command, Profile profile) => new(
        command.FirstName ?? profile.FirstName,
        command.LastName ?? profile.LastName,
        command.ClearPhoneNumber ? null : command.PhoneNumber ?? profile.PhoneNumber,
        command.ClearDateOfBirth ? null : command.DateOfBirth ?? profile.DateOfBirth);
}
