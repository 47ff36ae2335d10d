using System.Net.Security;
using System.Net.Sockets;

namespace KnowledgeBaseClient.TestSupport;

/// <summary>One connection of a <see cref="LoopbackServer"/>: reads whole requests, sends bytes and ends as a reply requires.</summary>
internal sealed class LoopbackConnection(Socket socket, Stream stream) : IDisposable
{
    private byte[] _buffer = new byte[8 * 1024];
    private int _start;
    private int _end;
    private int _headersLength;
    private int _requestLength;

    /// <summary>Whether the server has ended the connection, so that no request can follow.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>The request that was read last. Valid until the next call of <see cref="ReadRequestAsync"/>.</summary>
    public RawRequest Request => new(_buffer.AsSpan(_start, _headersLength));

    private ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Reads the next request and skips its body.</summary>
    /// <returns>True if there is a request; false if the client has closed the connection.</returns>
    /// <exception cref="InvalidDataException">The client closed the connection in the middle of a request.</exception>
    public async ValueTask<bool> ReadRequestAsync(CancellationToken cancellationToken)
    {
        (_start, _requestLength) = (_start + _requestLength, 0);
        int headersLength;
        while ((headersLength = Unread.IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await ReceiveAsync(cancellationToken))
            {
                return Unread.IsEmpty
                    ? false
                    : throw new InvalidDataException("The client closed the connection in the middle of the request headers.");
            }
        }

        _headersLength = headersLength;
        _requestLength = headersLength + 4 + Request.BodyLength;
        while (Unread.Length < _requestLength)
        {
            if (!await ReceiveAsync(cancellationToken))
            {
                throw new InvalidDataException("The client closed the connection in the middle of the request body.");
            }
        }

        return true;
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        stream.WriteAsync(bytes, cancellationToken);

    /// <summary>Sends a FIN and waits until the client closes its side, because closing with unread bytes would send a reset.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        IsEnded = true;
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
        IsEnded = true;
        socket.LingerState = new LingerOption(true, 0);
        socket.Close(0);
    }

    /// <summary>Sends nothing more until the client closes the connection or the server stops.</summary>
    public async Task StallAsync(CancellationToken cancellationToken)
    {
        IsEnded = true;
        while (await stream.ReadAsync(_buffer, cancellationToken) > 0)
        {
        }
    }

    public void Dispose() => stream.Dispose();

    private async ValueTask<bool> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            Unread.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        var count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += count;
        return count > 0;
    }
}
