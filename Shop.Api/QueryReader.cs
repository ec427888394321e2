using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop;

/// <summary>
/// Reads the query of a list, parameter by parameter, and remembers all that was wrong. When everything was asked
/// for, <see cref="Refusal"/> also names what nobody asked for: a misspelt filter must not silently filter nothing.
/// </summary>
internal sealed class QueryReader(HttpRequest request)
{
    private const int MaxTextLength = 200;
    private const NumberStyles PlainNumber = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    private static readonly string[] TimeFormats =
        ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    private readonly SortedDictionary<string, string[]> errors = new(StringComparer.Ordinal);
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);

    /// <summary>Null when absent or blank: <c>?category=</c> is how a form leaves a filter out.</summary>
    public string? Text(string name)
    {
        asked.Add(name);
        var values = request.Query[name];
        if (values.Count > 1)
            return Refuse(name, "It is given more than once.");

        var text = values.ToString().Trim();
        if (text.Length > MaxTextLength || text.Any(char.IsControl))
            return Refuse(name, $"It takes up to {MaxTextLength} printable characters.");

        return text.Length == 0 ? null : text;
    }

    public long? Whole(string name, long min = 0, long max = long.MaxValue) =>
        Read<long>(name, $"It takes a whole number from {min} to {max}.", text =>
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max ? number : null);

    public decimal? Number(string name, decimal min, decimal max) =>
        Read<decimal>(name, $"It takes a number from {min} to {max}.", text =>
            decimal.TryParse(text, PlainNumber, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max ? number : null);

    public bool? Flag(string name) =>
        Read<bool>(name, "It takes true or false.", text => text.ToLowerInvariant() switch
        {
            "true" or "1" => true,
            "false" or "0" => false,
            _ => null,
        });

    public Guid? Id(string name) =>
        Read<Guid>(name, "It takes a UUID.", text => Guid.TryParseExact(text, "D", out var id) ? id : null);

    /// <summary>An instant in ISO 8601; one without an offset is meant as UTC.</summary>
    public DateTimeOffset? Time(string name) =>
        Read<DateTimeOffset>(name, "It takes a time in ISO 8601.", text =>
            DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, Utc, out var time)
            ? time : null);

    /// <summary>A member of the enum, in <c>snake_case</c>.</summary>
    public T? OneOf<T>(string name) where T : struct, Enum
    {
        var members = Enum.GetValues<T>()
            .ToDictionary(member => JsonNamingPolicy.SnakeCaseLower.ConvertName(member.ToString()));
        return Read<T>(name, $"It takes one of {string.Join(", ", members.Keys)}.", text =>
            members.TryGetValue(text, out var member) ? member : null);
    }

    /// <summary><c>ordering=price,-created_at</c> as the inside of an <c>order by</c>.</summary>
    /// <param name="columns">What may be ordered by, and the column it means: nothing else reaches the SQL.</param>
    /// <param name="otherwise">When nothing is asked for, in the same words.</param>
    public string OrderBy(IReadOnlyDictionary<string, string> columns, string otherwise)
    {
        var terms = (Text("ordering") ?? otherwise).Split(',', StringSplitOptions.TrimEntries);
        var names = terms.Select(term => term.TrimStart('-')).ToList();
        if (names.Distinct().Count() < names.Count || terms.Any(term => term.StartsWith("--", StringComparison.Ordinal))
            || names.Any(name => !columns.ContainsKey(name)))
        {
            Refuse("ordering", $"It takes each of {string.Join(", ", columns.Keys.Order())} once, with - to go down.");
            return "";
        }

        return string.Join(", ", terms.Select((term, at) => columns[names[at]] + (term[0] == '-' ? " desc" : "")));
    }

    public PageRequest Page() => new(
        (int)(Whole("page", 1, PageRequest.MaxNumber) ?? 1),
        (int)(Whole("page_size", 1, PageRequest.MaxSize) ?? PageRequest.DefaultSize));

    public CursorRequest Cursor()
    {
        var limit = (int)(Whole("limit", 1, PageRequest.MaxSize) ?? PageRequest.DefaultSize);
        if (Text("cursor") is not { } text)
            return new(null, limit);

        if (!Shop.Cursor.TryParse(text, out var cursor))
            Refuse("cursor", "It takes the cursor of a page that the shop gave.");
        return new(cursor, limit);
    }

    /// <summary>422 naming each parameter at fault, or null when there is none. To be asked last.</summary>
    public ProblemHttpResult? Refusal()
    {
        foreach (var name in request.Query.Keys.Where(name => !asked.Contains(name)))
            errors[name] = ["This list does not know it."];

        return errors.Count == 0 ? null : errors.ToProblem();
    }

    private T? Read<T>(string name, string takes, Func<string, T?> parse) where T : struct
    {
        if (Text(name) is not { } text)
            return null;

        var value = parse(text);
        if (value is null)
            errors[name] = [takes];
        return value;
    }

    private string? Refuse(string name, string why)
    {
        errors[name] = [why];
        return null;
    }
}
