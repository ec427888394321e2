using System.Collections.Immutable;
using System.Net;
using System.Net.Mail;

namespace Shop.Hosting;

/// <summary>
/// Settings have one name everywhere, in the environment, in <c>.env</c> and in <c>appsettings.json</c>, in that order
/// of precedence. A wrong one stops the start with a line that names it.
/// </summary>
internal static class Settings
{
    public const string HowToMakeOne = "('openssl rand -base64 32' makes some)";

    /// <summary>A key of 256 bits in base64 has more.</summary>
    private const int LeastSecret = 32;

    /// <summary>Random characters have more; <c>changemechangeme…</c> has fewer.</summary>
    private const int LeastVariety = 10;

    /// <param name="folder">Where <c>.env</c> and <c>appsettings.json</c> may lie.</param>
    public static IConfiguration Read(string folder) => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(folder, "appsettings.json"), optional: true)
        .AddInMemoryCollection(DotEnv(Path.Combine(folder, ".env")))
        .AddEnvironmentVariables()
        .Build();

    /// <summary>Null when it is not set, or set to nothing.</summary>
    public static string? Text(this IConfiguration settings, string name) => Asked(settings, name, null, "text");

    public static string Text(this IConfiguration settings, string name, string fallback) =>
        Asked(settings, name, fallback, "text") ?? fallback;

    public static int Number(this IConfiguration settings, string name, int fallback, int least, int most) =>
        Asked(settings, name, fallback, $"{least:N0} to {most:N0}") is not { } text ? fallback
        : int.TryParse(text, out var number) && number >= least && number <= most ? number
        : throw Wrong(name, text, $"a whole number from {least} to {most}");

    public static T Choice<T>(this IConfiguration settings, string name, T fallback) where T : struct, Enum =>
        Asked(settings, name, fallback, Names<T>()) is not { } text ? fallback
        : Enum.TryParse<T>(text, ignoreCase: true, out var choice) && Enum.IsDefined(choice) ? choice
        : throw Wrong(name, text, $"one of {Names<T>()}");

    public static IPAddress Address(this IConfiguration settings, string name, IPAddress fallback) =>
        Asked(settings, name, fallback, "an IP address") is not { } text ? fallback
        : IPAddress.TryParse(text, out var address) ? address
        : throw Wrong(name, text, "an IP address, as 127.0.0.1 or 0.0.0.0");

    /// <summary>Without a slash at the end. Plain HTTP only on this machine.</summary>
    public static string Url(this IConfiguration settings, string name, string fallback) =>
        (Asked(settings, name, fallback, "an https:// address") ?? fallback).TrimEnd('/') is var text
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            ? text
            : throw Wrong(name, text, "an https:// address, or an http:// one of this machine");

    /// <summary>A secret that starts as it must; it is never shown.</summary>
    public static string Secret(this IConfiguration settings, string name, string start) =>
        settings.Text(name) is { } text && text.StartsWith(start, StringComparison.Ordinal)
            ? text
            : throw new CannotStartException($"{name} is missing or wrong: it starts with {start}.");

    public static string Email(this IConfiguration settings, string name, string fallback) =>
        Asked(settings, name, fallback, "an e-mail address") is not { } text ? fallback
        : MailAddress.TryCreate(text, out var address) && address.Address == text ? text
        : throw Wrong(name, text, "an e-mail address");

    /// <summary>What is separated by commas.</summary>
    /// <param name="read">Answers null to what it cannot read.</param>
    public static ImmutableArray<string> List(
        this IConfiguration settings, string name, Func<string, string?> read, string expected) =>
        [.. Each(settings, name, expected, part => read(part) ?? throw Wrong(name, part, expected))];

    /// <inheritdoc cref="List"/>
    public static ImmutableArray<T> List<T>(
        this IConfiguration settings, string name, Func<string, T?> read, string expected) where T : struct =>
        [.. Each(settings, name, expected, part => read(part) ?? throw Wrong(name, part, expected))];

    private static IEnumerable<T> Each<T>(
        IConfiguration settings, string name, string expected, Func<string, T> read) =>
        (Asked(settings, name, null, expected) ?? "")
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(read);

    /// <summary>A text that nobody can guess. Its value is never shown.</summary>
    public static string? Secret(this IConfiguration settings, string name) =>
        Asked(settings, name, null, $"{LeastSecret} random characters") is not { } text ? null
        : text.Length >= LeastSecret && text.Distinct().Count() >= LeastVariety ? text
        : throw new CannotStartException(
            $"{name} is too easy to guess: it must have {LeastSecret} random characters {HowToMakeOne}.");

    private static string? Asked(IConfiguration settings, string name, object? usual, string allowed)
    {
        var shown = usual is Enum ? $"{usual}".ToLowerInvariant() : $"{usual}";
        (settings as SettingsSurvey)?.Note(new(name, shown, allowed));
        return settings[name] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
    }

    private static string Names<T>() where T : struct, Enum =>
        string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant();

    /// <summary>Null when it is not set. Without a slash at the end.</summary>
    public static string? WebAddress(this IConfiguration settings, string name) =>
        Asked(settings, name, null, "a web address") is not { } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https" } ? text.TrimEnd('/')
        : throw Wrong(name, text, "a web address, as https://shop.example");

    private static CannotStartException Wrong(string name, string value, string expected) =>
        new($"{name} is '{value}': it must be {expected}.");

    private static IEnumerable<KeyValuePair<string, string?>> DotEnv(string file)
    {
        var lines = File.Exists(file) ? File.ReadLines(file) : [];
        foreach (var line in lines.Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var pair = line.Split('=', 2, StringSplitOptions.TrimEntries);
            if (pair.Length < 2)
                throw new CannotStartException($"{file} has a line that is not NAME=value: '{pair[0]}'.");

            yield return new(pair[0].Replace("export ", ""), pair[1].Trim('"', '\''));
        }
    }
}
