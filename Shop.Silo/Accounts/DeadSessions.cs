using Shop.Storage;

namespace Shop.Accounts;

/// <summary>The rows of sessions that nobody can go on with.</summary>
internal static class DeadSessions
{
    private const string Sql = """
        delete from orleansstorage
        where  ctid = any (array(
                   select ctid from orleansstorage
                   where  graintypestring = 'session' and modifiedon < $1 at time zone 'utc'
                   limit  $2
                   for update skip locked))
        """;

    /// <remarks>
    /// Every trade of a refresh token writes the row, so its age is the session's. A day more than a session may idle:
    /// the row has the database's time, the session the grain's.
    /// </remarks>
    public static readonly Purge Purge = new("sessions", Sql, Session.IdleLimit + TimeSpan.FromDays(1));
}
