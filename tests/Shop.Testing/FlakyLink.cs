using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Shop.Testing;

/// <summary>A wire to PostgreSQL that a test can cut, at the moments that hurt.</summary>
public sealed class FlakyLink : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, TcpClient> links = new();
    private readonly NpgsqlConnectionStringBuilder target;
    private readonly Task accepting;
    private volatile bool down;
    private volatile TaskCompletionSource? hold;
    private long lag;
    private int loseRequest;
    private int loseAnswer;

    public FlakyLink(string connectionString)
    {
        target = new(connectionString);
        listener.Start();
        accepting = Accept();
    }

    /// <summary>Hears what a client says before the server does, and says what becomes of it.</summary>
    public Func<ReadOnlyMemory<byte>, Fate>? Overheard { get; set; }

    /// <summary>Told when what was done for a client is lost on its way back.</summary>
    public Action? AnswerLost { get; set; }

    /// <summary>The database as it is reached over this link.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(target.ConnectionString)
    {
        Host = "127.0.0.1",
        Port = ((IPEndPoint)listener.LocalEndpoint).Port,
        Timeout = 5,
    }.ConnectionString;

    /// <summary>Cuts every connection and accepts no other until <see cref="Mend"/>.</summary>
    public void Cut()
    {
        down = true;
        CutAll();
    }

    /// <summary>Everything on the wire takes so much longer, in each direction, until <see cref="Mend"/>.</summary>
    public void Slow(TimeSpan by) => Interlocked.Exchange(ref lag, by.Ticks);

    /// <summary>
    /// Connections stay open and nothing comes through, as when a cable is pulled, until <see cref="Mend"/>.
    /// </summary>
    public void Swallow() => hold = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Mend()
    {
        down = false;
        Interlocked.Exchange(ref lag, 0);
        hold?.TrySetResult();
        hold = null;
    }

    /// <summary>The next thing that a client says is lost with its connection. The server never hears it.</summary>
    public void LoseNextRequest() => Volatile.Write(ref loseRequest, 1);

    /// <summary>The next thing that the server says is lost with its connection. The server did its part.</summary>
    public void LoseNextAnswer() => Volatile.Write(ref loseAnswer, 1);

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        Mend();
        CutAll();
        await accepting;
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Join(await listener.AcceptTcpClientAsync());
        }
        catch (Exception stopped) when (stopped is SocketException or InvalidOperationException)
        {
            // The listener was stopped.
        }
    }

    private async Task Join(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                if (down)
                    return;

                await server.ConnectAsync(target.Host!, target.Port);
                links[client] = server;
                var fate = Fate.Passes;
                await Task.WhenAny(
                    Pass(client, server, said => Take(ref loseRequest) || IsLost(fate = Judge(fate, said))),
                    Pass(server, client, _ => Take(ref loseAnswer) || IsUnanswered(fate)));
            }
            catch (SocketException)
            {
                // The server is away, which the client learns from its connection ending.
            }
            finally
            {
                links.TryRemove(client, out _);
            }
        }
    }

    /// <summary>Whose answer is to be lost says no more that counts.</summary>
    private Fate Judge(Fate before, ReadOnlyMemory<byte> said) =>
        before is Fate.Passes ? Overheard?.Invoke(said) ?? Fate.Passes : before;

    private static bool IsLost(Fate fate) => fate is Fate.LosesRequest;

    private bool IsUnanswered(Fate fate)
    {
        if (fate is Fate.LosesAnswer)
            AnswerLost?.Invoke();
        return fate is not Fate.Passes;
    }

    private async Task Pass(TcpClient from, TcpClient to, Func<ReadOnlyMemory<byte>, bool> lose)
    {
        var buffer = new byte[65_536];
        try
        {
            while (await from.GetStream().ReadAsync(buffer) is > 0 and var read
                && !lose(buffer.AsMemory(0, read)))
            {
                await Linger();
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception cut) when (cut is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The other side of the link ends, too.
        }
    }

    private async Task Linger()
    {
        if (Interlocked.Read(ref lag) is > 0 and var ticks)
            await Task.Delay(TimeSpan.FromTicks(ticks));
        if (hold is { } held)
            await held.Task;
    }

    private static bool Take(ref int wish) => Interlocked.Exchange(ref wish, 0) is 1;

    private void CutAll()
    {
        foreach (var (client, server) in links)
        {
            client.Close();
            server.Close();
        }
    }
}
