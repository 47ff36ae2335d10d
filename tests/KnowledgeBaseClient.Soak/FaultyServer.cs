using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KnowledgeBaseClient.Soak;

/// <summary>The endpoint over raw TCP on loopback; a share of its requests meets a fault.</summary>
internal sealed class FaultyServer : IAsyncDisposable
{
    private static readonly FaultKind[] Kinds = Enum.GetValues<FaultKind>();
    private static readonly TimeSpan LongestStall = TimeSpan.FromSeconds(10);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly int[] _injected = new int[Kinds.Length];
    private readonly object _lock = new();
    private readonly Random _random;
    private readonly LivingRuns _runs;
    private readonly double _share;
    private readonly Task _accepting;
    private int _requests;

    public FaultyServer(LivingRuns runs, double share, int seed)
    {
        (_runs, _share, _random) = (runs, share, new Random(seed));
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    public int Requests => _requests;

    public string Injected => string.Join(", ", Kinds.Select(kind => $"{kind} {_injected[(int)kind]}"));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _accepting;
        _listener.Dispose();
        await Task.WhenAll(_connections.Keys);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stopping.Token);
                socket.NoDelay = true;
                var serving = ServeAsync(socket);
                _connections.TryAdd(serving, true);
                _ = serving.ContinueWith(ended => _connections.TryRemove(ended, out _), TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var _ = socket;
        var buffer = new byte[64 * 1024];
        try
        {
            while (await ReadHeadAsync(socket, buffer) is { } head && await AnswerAsync(socket, head))
            {
            }
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client has left, or the server stops.
        }
    }

    private async Task<string?> ReadHeadAsync(Socket socket, byte[] buffer)
    {
        for (var length = 0; length < buffer.Length;)
        {
            var count = await socket.ReceiveAsync(buffer.AsMemory(length), _stopping.Token);
            if (count == 0)
            {
                return null;
            }

            length += count;
            if (buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
            {
                return Encoding.ASCII.GetString(buffer, 0, length);
            }
        }

        return null;
    }

    // Whether the connection goes on.
    private async Task<bool> AnswerAsync(Socket socket, string head)
    {
        Interlocked.Increment(ref _requests);
        var body = Body(head);
        switch (Draw())
        {
            case null:
                return await SendAsync(socket, 200, body, body.Length);
            case FaultKind.Reset:
                socket.LingerState = new LingerOption(true, 0);
                return false;
            case FaultKind.CloseInHead:
                return await SendAsync(socket, "HTTP/1.1 200 OK\r\nContent-Ty") && false;
            case FaultKind.CutBody:
                return await SendAsync(socket, 200, body[..(body.Length / 2)], body.Length) && false;
            case FaultKind.WrongLength:
                return await SendAsync(socket, 200, body, body.Length - 1) && false;
            case FaultKind.Stall:
                await Task.Delay(LongestStall, _stopping.Token);
                return false;
            case FaultKind.InternalError:
                return await SendAsync(socket, 500, "", 0);
            case FaultKind.BadGateway:
                return await SendAsync(socket, 502, "<html>", 6);
            case FaultKind.Unavailable:
                return await SendAsync(socket, 503, "", 0, "Retry-After: 0\r\n");
            case FaultKind.TooManyRequests:
                return await SendAsync(socket, 429, "", 0, "Retry-After: 1\r\n");
            case FaultKind.Html:
                return await SendAsync(socket, 200, "<html>", 6);
            case FaultKind.Garbage:
                return await SendAsync(socket, 200, "[{\"id\":}]", 9);
            default:
                return await SendAsync(socket, 200, "[]", 2);
        }
    }

    private FaultKind? Draw()
    {
        lock (_lock)
        {
            if (_random.NextDouble() >= _share)
            {
                return null;
            }

            var kind = Kinds[_random.Next(Kinds.Length)];
            _injected[(int)kind]++;
            return kind;
        }
    }

    private string Body(string head)
    {
        var target = head.Split(' ', 3)[1];
        var query = target.Contains('?', StringComparison.Ordinal) ? target[(target.IndexOf('?', StringComparison.Ordinal) + 1)..] : "";
        var parameters = query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(parameter => parameter.Split('=', 2))
            .ToDictionary(parameter => parameter[0], parameter => Uri.UnescapeDataString(parameter[1]));
        return _runs.Answer(parameters.GetValueOrDefault("run_ids")?.Split(','), parameters.GetValueOrDefault("status"));
    }

    private Task<bool> SendAsync(Socket socket, int status, string body, int length, string headers = "") =>
        SendAsync(socket, $"HTTP/1.1 {status} Soak\r\nContent-Type: application/json\r\n{headers}Content-Length: {length}\r\n\r\n{body}");

    private async Task<bool> SendAsync(Socket socket, string text)
    {
        ReadOnlyMemory<byte> rest = Encoding.ASCII.GetBytes(text);
        while (rest.Length > 0)
        {
            rest = rest[await socket.SendAsync(rest, _stopping.Token)..];
        }

        return true;
    }
}
