using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;

namespace Shop;

/// <summary>
/// Says in the shop's words why the framework could not bind a request: 400 when it cannot be read at all, 422 naming
/// the field when it can.
/// </summary>
/// <remarks>The framework tells some causes apart only in its messages. The conventions tests hold each one.</remarks>
internal static partial class BadRequests
{
    public static ProblemDetails Explain(BadHttpRequestException refused) => refused switch
    {
        MalformedHeader header => Problems.ToDetails(header.Error),
        { InnerException: JsonException json } => Explain(json),
        { StatusCode: not StatusCodes.Status400BadRequest } => new ProblemDetails { Status = refused.StatusCode },
        _ when BodyMissing().IsMatch(refused.Message) => Problems.ToDetails(RequestErrors.BodyMissing),
        _ when Parameter().Match(refused.Message) is { Success: true } parameter => Field(
            JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Groups["name"].Value),
            refused.Message.StartsWith("Required", StringComparison.Ordinal)
                ? "It is required."
                : "It cannot be read."),
        _ => Problems.ToDetails(RequestErrors.MalformedRequest),
    };

    private static ProblemDetails Explain(JsonException json)
    {
        // Only the reader, which knows syntax and nothing of types, sets an inner JsonException or none of a path.
        if (json.InnerException is JsonException || json.Path is null || DuplicateProperty().IsMatch(json.Message))
            return Problems.ToDetails(RequestErrors.MalformedJson with { Detail = Place(json) });

        var path = json.Path.TrimStart('$').TrimStart('.');
        if (MissingProperties().Match(json.Message) is { Success: true } missing)
        {
            return Problems.ToDetails(PropertyName().Matches(missing.Groups["names"].Value).ToDictionary(
                name => path.Length == 0 ? name.Groups[1].Value : $"{path}.{name.Groups[1].Value}",
                string[] (_) => ["It is required."]));
        }

        return Field(path.Length == 0 ? "body" : path, "It is not of the type or within the range that this takes.");
    }

    private static ProblemDetails Field(string path, string message) =>
        Problems.ToDetails(new Dictionary<string, string[]> { [path] = [message] });

    private static string? Place(JsonException json) =>
        json.LineNumber is { } line ? $"Line {line + 1}, byte {json.BytePositionInLine + 1}." : null;

    [GeneratedRegex("^(Implicit body inferred|Required parameter .* from body)")]
    private static partial Regex BodyMissing();

    [GeneratedRegex("""parameter "\S+ (?<name>\w+)" """)]
    private static partial Regex Parameter();

    [GeneratedRegex("^Duplicate property")]
    private static partial Regex DuplicateProperty();

    [GeneratedRegex("missing required properties including: (?<names>.*)")]
    private static partial Regex MissingProperties();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex PropertyName();
}

/// <summary>A header of ours that cannot be read, found while the framework binds parameters.</summary>
internal sealed class MalformedHeader(Error error) : BadHttpRequestException(error.Title)
{
    public Error Error => error;
}
