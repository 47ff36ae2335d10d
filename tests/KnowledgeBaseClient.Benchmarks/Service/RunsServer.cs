using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>As little of an HTTP/1.1 server as keeps connections alive and sends what is there already, so that the client is what is measured.</summary>
internal sealed class RunsServer : IDisposable
{
    private const int LongestRequest = 32 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly RunsAnswers _answers = new();

    public RunsServer() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async Task AcceptAsync()
    {
        while (true)
        {
            _ = ServeAsync(await _listener.AcceptSocketAsync());
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(Socket socket)
    {
        using var _ = socket;
        socket.NoDelay = true;
        var buffer = new byte[LongestRequest];
        try
        {
            while (await ReadTargetAsync(socket, buffer) is { } target)
            {
                await _answers.SendAsync(socket, target);
            }
        }
        catch (SocketException)
        {
            // The client has gone, which is its right.
        }
    }

    // Null when the client has closed the connection. Clients here never send a request before they have the last answer.
    private static async Task<string?> ReadTargetAsync(Socket socket, byte[] buffer)
    {
        var filled = 0;
        do
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled));
            if (read == 0)
            {
                return null;
            }

            filled += read;
        }
        while (!buffer.AsSpan(0, filled).EndsWith("\r\n\r\n"u8));

        var target = buffer.AsSpan(buffer.IndexOf((byte)' ') + 1);
        return Encoding.ASCII.GetString(target[..target.IndexOf((byte)' ')]);
    }
}
