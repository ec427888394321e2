namespace Shop;

/// <summary>What can be wrong with any request, whatever it is about.</summary>
internal static class RequestErrors
{
    public static readonly Error MalformedJson =
        Error.Malformed("malformed_json", "The body is not valid JSON.");

    public static readonly Error BodyMissing =
        Error.Malformed("body_missing", "This request needs a body.");

    public static readonly Error MalformedRequest =
        Error.Malformed("malformed_request", "The request cannot be read.");

    public static readonly Error MalformedIfMatch =
        Error.Malformed("malformed_if_match", "If-Match takes one entity tag as the shop gave it, or *.");

    public static readonly Error MalformedIdempotencyKey =
        Error.Malformed("malformed_idempotency_key", "Idempotency-Key takes 1 to 255 visible ASCII characters.");

    public static readonly Error ValidationFailed =
        Error.Invalid("validation_failed", "Some of the request's values cannot be accepted.");

    public static readonly Error OutcomeUnknown =
        Error.Unavailable("outcome_unknown",
        "The shop did not answer in time. The request may have been carried out.",
        "Repeat it with the same Idempotency-Key.");

    public static readonly Error Overloaded = Error.Unavailable(
        "overloaded", "More is asked of the shop than it can do.", "Nothing was done. Come back in a moment.") with
    {
        RetryAfterSeconds = 1,
    };

    public static readonly Error StorageUnavailable = Error.Unavailable(
        "storage_unavailable", "The shop cannot reach its storage.",
        "Repeat the request with the same Idempotency-Key.");

    public static readonly Error LostRace = Error.Unavailable(
        "lost_race", "Somebody changed it at the same moment.",
        "Repeat the request with the same Idempotency-Key.");

    public static Error RateLimited(TimeSpan wait) =>
        Error.TooMany("rate_limited", "You have used up your requests for now. Wait a little.", wait);
}
