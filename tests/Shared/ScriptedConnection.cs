using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace KnowledgeBaseClient.TestSupport;

/// <summary>One connection of a <see cref="ScriptedServer"/>: reads whole requests, sends bytes, ends the way a reply asks for.</summary>
internal sealed class ScriptedConnection(Socket socket, Stream stream) : IDisposable
{
    private readonly byte[] _buffer = new byte[8 * 1024];
    private byte[] _unread = [];

    /// <summary>Whether this side has ended the connection, so that no request can follow.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Called after each portion that was handed to the network.</summary>
    public Action? Sent { get; set; }

    /// <summary>Called when a reply falls silent for good.</summary>
    public Action? Stalled { get; set; }

    /// <summary>Returns the head of the next request as it was on the wire, its body skipped, or null when the client has left.</summary>
    public async Task<string?> ReadRequestAsync(CancellationToken cancellationToken)
    {
        int end;
        while ((end = _unread.AsSpan().IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await ReceiveAsync(cancellationToken))
            {
                return _unread.Length == 0 ? null : throw new InvalidDataException("The client left in the middle of a request's head.");
            }
        }

        var head = Encoding.Latin1.GetString(_unread, 0, end);
        var total = end + 4 + BodyLength(head);
        while (_unread.Length < total)
        {
            if (!await ReceiveAsync(cancellationToken))
            {
                throw new InvalidDataException("The client left in the middle of a request's body.");
            }
        }

        _unread = _unread[total..];
        return head;
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(bytes, cancellationToken);
        Sent?.Invoke();
    }

    /// <summary>Sends a FIN and stays until the client has seen it: a close with unread bytes would become a reset.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        IsOver = true;
        if (stream is SslStream tls)
        {
            await tls.ShutdownAsync();
        }

        socket.Shutdown(SocketShutdown.Send);
        await StallAsync(cancellationToken);
    }

    /// <summary>Ends the connection with an RST.</summary>
    public void Reset()
    {
        IsOver = true;
        socket.LingerState = new LingerOption(true, 0);
        socket.Close(0);
    }

    /// <summary>Sends nothing more until the client leaves or the server stops.</summary>
    public async Task StallAsync(CancellationToken cancellationToken)
    {
        IsOver = true;
        while (await stream.ReadAsync(_buffer, cancellationToken) > 0)
        {
        }
    }

    public void Dispose() => stream.Dispose();

    private static int BodyLength(string head)
    {
        foreach (var line in head.Split("\r\n").Skip(1))
        {
            if (line.StartsWith("Transfer-Encoding:", StringComparison.OrdinalIgnoreCase))
            {
                throw new NotSupportedException("The scripted server reads no chunked request bodies.");
            }

            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                return int.Parse(line["Content-Length:".Length..], System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        return 0;
    }

    private async Task<bool> ReceiveAsync(CancellationToken cancellationToken)
    {
        var count = await stream.ReadAsync(_buffer, cancellationToken);
        _unread = [.. _unread, .. _buffer.AsSpan(0, count)];
        return count > 0;
    }
}
