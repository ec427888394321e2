using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Shop.Bench.Load;

/// <summary>One connection that asks and waits, over and over.</summary>
/// <remarks>
/// A bare socket: an HTTP client would cost as much CPU as the server it measures, and they share the machine.
/// </remarks>
internal sealed class Wire(LoadRun run, RequestRing requests, IPEndPoint server)
{
    private const int MostRetries = 20;

    private byte[] received = new byte[16 << 10];
    private Socket? socket;

    public async Task Open()
    {
        for (var tries = 0; socket is not { Connected: true }; tries++)
        {
            socket?.Dispose();
            socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(server);
            }
            catch (SocketException) when (tries < MostRetries)
            {
                await Task.Delay(50);
            }
        }
    }

    public async Task Work()
    {
        while (await run.Turn() is { } due && requests.Next() is { IsEmpty: false } request)
        {
            try
            {
                var sent = Stopwatch.GetTimestamp();
                await socket!.SendAsync(request);
                run.Note(await Answer(), due, sent);
            }
            catch (Exception broken) when (broken is SocketException or InvalidDataException)
            {
                run.NoteLost();
                socket!.Close();
                await Open();
            }
        }

        socket!.Dispose();
    }

    private async ValueTask<int> Answer()
    {
        for (var length = 0; ;)
        {
            if (length == received.Length)
                Array.Resize(ref received, length * 2);

            var more = await socket!.ReceiveAsync(received.AsMemory(length));
            if (more == 0)
                throw new SocketException((int)SocketError.ConnectionReset);

            length += more;
            if (AnswerParser.TryParse(received.AsSpan(0, length), out var status, out _))
                return status;
        }
    }
}
