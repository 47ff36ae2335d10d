using System.Globalization;
using System.Text;

namespace KnowledgeBaseClient.TestSupport;

/// <summary>What a <see cref="ScriptedServer"/> does with one request: steps, made with the factories and the Then methods.</summary>
internal sealed class Reply
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _headersSent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IReadOnlyList<Func<ScriptedConnection, CancellationToken, Task>> _steps;

    private Reply(params IReadOnlyList<Func<ScriptedConnection, CancellationToken, Task>> steps) => _steps = steps;

    /// <summary>A whole 200 answer with a JSON body.</summary>
    public static Reply Json(string json) => Status(200, json);

    /// <summary>A whole answer with a JSON body unless a Content-Type is among the headers.</summary>
    public static Reply Status(int statusCode, string body = "", params (string Name, string Value)[] headers) =>
        Head(statusCode, Encoding.UTF8.GetByteCount(body), headers).ThenSend(body);

    /// <summary>The head of a 200 answer that promises the whole JSON, then only the first bytes of it.</summary>
    public static Reply Partial(string json, int bytes)
    {
        var body = Encoding.UTF8.GetBytes(json);
        return Head(200, body.Length).ThenSend(body.AsMemory(0, bytes));
    }

    /// <summary>A 200 answer whose connection is closed after the first bytes of the JSON that its Content-Length promised.</summary>
    public static Reply Truncated(string json, int bytes) => Partial(json, bytes).ThenClose();

    /// <summary>A 200 answer that falls silent after the first bytes of its JSON.</summary>
    public static Reply StallInBody(string json, int bytes) => Partial(json, bytes).ThenStall();

    /// <summary>No byte at all, and the connection stays open.</summary>
    public static Reply Stall() => new Reply().ThenStall();

    /// <summary>No byte, and the connection is closed: HttpClient by itself sends the request again, which plays the next reply.</summary>
    public static Reply Close() => new Reply().ThenClose();

    /// <summary>No byte at all, and the connection is reset: HttpClient reports that, on a new connection as on a used one.</summary>
    public static Reply Reset() => new Reply().ThenReset();

    /// <summary>These very characters as UTF-8; the connection stays open.</summary>
    public static Reply Raw(string text) => new Reply().ThenSend(text);

    /// <summary>Nothing until the signal is given; what shall be sent then follows with the Then methods or <see cref="Then"/>.</summary>
    public static Reply After(Task signal) => new Reply().ThenAfter(signal);

    public Reply ThenSend(string text) => ThenSend(Encoding.UTF8.GetBytes(text));

    public Reply ThenSend(ReadOnlyMemory<byte> bytes) =>
        With((connection, stopping) => connection.SendAsync(bytes, stopping));

    public Reply ThenAfter(Task signal) => With((_, stopping) => signal.WaitAsync(stopping));

    public Reply ThenStall() =>
        With((connection, stopping) =>
        {
            connection.Stalled?.Invoke();
            return connection.StallAsync(stopping);
        });

    public Reply ThenClose() => With((connection, stopping) => connection.CloseAsync(stopping));

    public Reply ThenReset() =>
        With((connection, _) =>
        {
            connection.Reset();
            return Task.CompletedTask;
        });

    /// <summary>The steps of this reply, then those of another: <c>Reply.After(signal).Then(Reply.Json("[]"))</c>.</summary>
    public Reply Then(Reply next) => new([.. _steps, .. next._steps]);

    /// <summary>Completes once this very reply has handed its first bytes, the head of an answer, to the network.</summary>
    /// <exception cref="TimeoutException">That did not happen within 30 s of real time.</exception>
    public Task HeadersSentAsync() => _headersSent.Task.WaitAsync(Patience);

    /// <summary>Completes once this very reply has sent all that comes before its stall.</summary>
    /// <exception cref="TimeoutException">That did not happen within 30 s of real time.</exception>
    public Task StalledAsync() => _stalled.Task.WaitAsync(Patience);

    public async Task PlayAsync(ScriptedConnection connection, CancellationToken stopping)
    {
        connection.Sent = () => _headersSent.TrySetResult();
        connection.Stalled = () => _stalled.TrySetResult();
        foreach (var step in _steps)
        {
            await step(connection, stopping);
        }
    }

    private static Reply Head(int statusCode, int contentLength, params (string Name, string Value)[] headers)
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {statusCode} Scripted\r\n");
        foreach (var (name, value) in headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        if (!headers.Any(header => header.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
        {
            head.Append("Content-Type: application/json\r\n");
        }

        // RFC 9110, 8.6: a 204 must not carry a length; a 304's would describe a body that is not there.
        if (statusCode is not (204 or 304))
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {contentLength}\r\n");
        }

        return Raw(head.Append("\r\n").ToString());
    }

    private Reply With(Func<ScriptedConnection, CancellationToken, Task> step) => new([.. _steps, step]);
}
