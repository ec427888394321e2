using Npgsql;

namespace Shop.Hosting;

/// <summary>
/// A database named by its user: <c>postgres://user:password@host:5432/name</c>, or Npgsql's own keywords.
/// </summary>
internal static class PostgresAddress
{
    /// <param name="text">The setting's value. It is never repeated in an error, for it holds a password.</param>
    /// <param name="setting">The setting's name, for the error.</param>
    /// <returns>An Npgsql connection string.</returns>
    public static string Parse(string text, string setting)
    {
        try
        {
            var connection = IsUrl(text) ? FromUrl(new Uri(text)) : new NpgsqlConnectionStringBuilder(text);
            return connection is { Host.Length: > 0, Database.Length: > 0 }
                ? connection.ConnectionString
                : throw new FormatException("it names no host or no database");
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or KeyNotFoundException)
        {
            var reason = wrong is UriFormatException ? "it is not a URL" : wrong.Message.Split('\n')[0].TrimEnd('.');
            throw new CannotStartException(
                $"{setting} is wrong: {reason}. It looks like postgres://user:password@host:5432/shop.", wrong);
        }
    }

    private static bool IsUrl(string text) =>
        text.StartsWith("postgres://", StringComparison.Ordinal)
        || text.StartsWith("postgresql://", StringComparison.Ordinal);

    private static NpgsqlConnectionStringBuilder FromUrl(Uri url)
    {
        var user = url.UserInfo.Split(':', 2);
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = url.Host,
            Port = url.IsDefaultPort ? 5432 : url.Port,
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')),
        };
        foreach (var part in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = part.Split('=', 2);
            connection[Keyword(pair[0])] = pair.Length > 1 ? SslMode(pair[0], Uri.UnescapeDataString(pair[1])) : "";
        }

        return connection;
    }

    /// <summary>libpq's words for what Npgsql calls otherwise; the rest are the same but for underscores.</summary>
    private static string Keyword(string name) => name switch
    {
        "sslmode" => "SSL Mode",
        "sslrootcert" => "Root Certificate",
        "connect_timeout" => "Timeout",
        _ => name.Replace('_', ' '),
    };

    private static string SslMode(string name, string value) => name == "sslmode" ? value.Replace("-", "") : value;
}
