using System.Net.Sockets;
using Dapper;
using Npgsql;

namespace Shop.Hosting;

/// <summary>
/// Clears a cluster's table of members when all of them are gone. Orleans lets the living declare the dead; where
/// nobody lives, a silo that starts alone would wait five minutes for the dead to answer, and then fail.
/// </summary>
internal static class DefunctSilos
{
    /// <summary>For a connection inside one network.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private const string MembersSql = """
        select address, port, generation
        from   orleansmembershiptable
        where  deploymentid = @clusterId and status between 1 and 5
        """;

    private const string ForgetSql = """
        delete from orleansmembershiptable
        where  deploymentid = @ClusterId and address = @Address and port = @Port and generation = @Generation
        """;

    /// <remarks>
    /// One member that answers is enough to leave all to Orleans. Only what was looked at is deleted.
    /// </remarks>
    public static async Task Forget(string connectionString, string clusterId, CancellationToken stop)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var connection = await database.OpenConnectionAsync(stop);
        var members = (await connection.QueryAsync<Member>(MembersSql, new { clusterId })).AsList();
        var answers = await Task.WhenAll(members.Select(member => Answers(member, stop)));
        if (answers.Contains(true))
            return;

        foreach (var member in members)
            await connection.ExecuteAsync(ForgetSql, new { clusterId, member.Address, member.Port, member.Generation });
    }

    private static async Task<bool> Answers(Member member, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(member.Address, member.Port, patience.Token);
            return true;
        }
        catch (Exception silent) when (silent is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    private sealed record Member(string Address, int Port, int Generation);
}
