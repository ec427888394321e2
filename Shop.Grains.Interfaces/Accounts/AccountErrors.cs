namespace Shop.Accounts;

public static class AccountErrors
{
    public static readonly Error UserNotFound =
        Error.NotFound("user_not_found", "There is no such user.");

    public static readonly Error AddressNotFound =
        Error.NotFound("address_not_found", "There is no such address.");

    public static readonly Error EmailMalformed =
        Error.Invalid("email_malformed", "This is not an e-mail address.", field: "email");

    public static readonly Error EmailTaken =
        Error.Conflict("email_taken", "An account with this e-mail address exists.");

    public static readonly Error AlreadyRegistered =
        Error.Conflict("already_registered", "This id belongs to another account, or to one that was deleted.");

    public static readonly Error PasswordIsEmail =
        Error.Invalid("password_is_email", "The password must differ from the e-mail address.", field: "password");

    public static readonly Error PasswordCommon =
        Error.Invalid("password_common", "The password is among the first ones anybody would try.", field: "password");

    public static readonly Error CountryUnknown =
        Error.Invalid("country_unknown", "The country must be a code of ISO 3166-1 alpha-2.", field: "country");

    public static readonly Error DateOfBirthImpossible =
        Error.Invalid("date_of_birth_impossible", "Nobody alive was born on that day.", field: "date_of_birth");

    public static readonly Error InvalidCredentials =
        Error.Unauthenticated("invalid_credentials", "The e-mail address or the password is wrong.");

    public static readonly Error PasswordNeeded = Error.Conflict(
        "password_needed", "This account asks for more than another server's word.",
        "Sign in with your password, and your second factor where it is on.");

    public static readonly Error ExternalEmailUnproved = Error.Conflict(
        "google_email_unproved", "Google does not say that this e-mail address is yours.");

    public static readonly Error LinkUnproved = Error.Conflict(
        "google_link_unproved", "An account has this e-mail address, and nobody has proved that it is theirs.",
        "Sign in with your password and verify the address; then Google may be used.");

    public static readonly Error InvalidRefreshToken =
        Error.Unauthenticated("invalid_refresh_token", "The refresh token is not good, or no longer. Sign in again.");

    public static readonly Error SessionEnded =
        Error.Unauthenticated("session_ended", "The session has ended. Sign in again.");

    public static readonly Error PasswordWrong =
        Error.Invalid("password_wrong", "This is not the account's password.", field: "current_password");

    public static readonly Error CodeInvalid = Error.Invalid(
        "code_invalid", "The code is wrong, has expired, or was used.",
        "After five wrong ones only a new code helps.", "code");

    public static readonly Error OtpRequired = Error.Unauthenticated(
        "otp_required", "The password is right; now give the code of the second factor, too.");

    public static readonly Error OtpInvalid = Error.Unauthenticated(
        "otp_invalid", "The code of the second factor is wrong or was used.");

    public static readonly Error SecondFactorIsOn =
        Error.Conflict("second_factor_on", "The second factor is on already; turn it off first.");

    public static readonly Error SecondFactorIsOff =
        Error.Conflict("second_factor_off", "There is no second factor to do this with.");

    public static readonly Error SecondFactorStays =
        Error.Conflict("second_factor_stays", "An administrator of this shop must have a second factor.");

    public static readonly Error EmailUnchanged =
        Error.Invalid("email_unchanged", "This is the account's e-mail address already.", field: "email");

    public static readonly Error AdminStays =
        Error.Conflict("admin_stays", "An administrator's account is not deleted; take the role away first.");

    public static readonly Error SigningInBusy =
        Error.Unavailable("signing_in_busy", "Too many people are signing in. Try again in a moment.");

    public static Error PasswordLength(int least, int most) => Error.Invalid(
        "password_length", "The password is too short or too long.", $"It must have {least} to {most} characters.",
        "password");

    public static Error PhoneMalformed(string field) =>
        Error.Invalid("phone_malformed", "A phone number has 5 to 15 digits and may begin with +.", field: field);

    public static Error AddressUnknown(string field) =>
        Error.Invalid("address_unknown", "There is no such address in the address book.", field: field);

    public static Error TooManyAddresses(int most) =>
        Error.Conflict("too_many_addresses", "The address book is full.", $"It holds {most} addresses.");

    /// <summary>A text that is missing, too long or holds signs nobody can see.</summary>
    public static Error TextMalformed(string field, int most) => Error.Invalid(
        "text_malformed", "A text is missing, too long or holds control characters.",
        $"It must have 1 to {most} characters.", field);

    public static Error ShopperCount(int most) =>
        Error.Invalid("shopper_count", "That is not a sensible number of shoppers.", $"From 1 to {most}.", "count");

    public static Error TooManyAttempts(TimeSpan wait) => Error.TooMany(
        "too_many_attempts", "There were too many failed attempts to sign in. Wait before the next.", wait);

    /// <summary>A code went out a moment ago, or several did.</summary>
    public static Error TooManyCodes(TimeSpan wait) => Error.TooMany(
        "too_many_codes", "A code was sent a moment ago. Wait before asking for another.", wait);
}
