using System.Collections.Frozen;

namespace Shop;

/// <summary>Code and title of the answers that the framework gives by itself, with a bare status.</summary>
internal static class StatusProblems
{
    public static readonly FrozenDictionary<int, (string Code, string Title)> All =
        new Dictionary<int, (string, string)>
        {
            [400] = ("bad_request", "The request cannot be read."),
            [401] = ("unauthenticated", "Sign in to do this."),
            [403] = ("forbidden", "You may not do this."),
            [404] = ("not_found", "There is nothing here."),
            [405] = ("method_not_allowed", "This cannot be done here."),
            [406] = ("not_acceptable", "The shop cannot answer in that format."),
            [408] = ("request_timeout", "The request took too long to arrive."),
            [413] = ("body_too_large", "The body is larger than this takes."),
            [414] = ("uri_too_long", "The address is longer than the shop takes."),
            [415] = ("unsupported_media_type", "The body's content type is not one that this takes."),
            [429] = ("too_many_requests", "Too many requests. Wait a little."),
            [431] = ("headers_too_large", "The headers are larger than the shop takes."),
            [499] = ("client_closed_request", "The client went away."),
            [500] = ("internal_error", "Something went wrong on our side."),
            [503] = ("unavailable", "The shop cannot answer now. Come back later."),
        }.ToFrozenDictionary();

    /// <summary>Never without an answer: an unknown status is as its class is.</summary>
    public static (string Code, string Title) Of(int status) =>
        All.TryGetValue(status, out var known) ? known : All[status < 500 ? 400 : 500];
}
