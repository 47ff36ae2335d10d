using System.Globalization;
using System.Text;
using KnowledgeBaseClient.Testing;
using Microsoft.AspNetCore.WebUtilities;

namespace KnowledgeBaseClient.TestSupport;

/// <summary>What a <see cref="LoopbackServer"/> does with a request: steps, built with the factories and the Then methods.</summary>
internal sealed class Reply
{
    private readonly TaskCompletionSource _headersSent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Step[] _steps;

    private Reply(params Step[] steps) => _steps = steps;

    // The reply that is played is an argument, because a later reply reuses the steps of the replies that it was built from.
    private delegate Task Step(Reply played, LoopbackConnection connection, CancellationToken stopping);

    /// <summary>A complete 200 response with a JSON body.</summary>
    public static Reply Json(string json) => Status(200, json);

    /// <summary>A complete response. Its body is JSON unless the headers include a Content-Type.</summary>
    public static Reply Status(int statusCode, string body = "", params (string Name, string Value)[] headers) =>
        Headers(statusCode, Encoding.UTF8.GetByteCount(body), headers).ThenSend(body);

    /// <summary>A complete response, sent in one piece.</summary>
    public static Reply Of(SimulatedResponse response)
    {
        var headers = response.Headers.Select(header => (header.Key, header.Value)).Prepend(("Content-Type", response.ContentType));
        byte[] bytes = [.. HeaderBytes(response.StatusCode, response.Body.Length, [.. headers]), .. response.Body.ToArray()];
        return new Reply().ThenSend(bytes);
    }

    /// <summary>The status line and headers of a response, whose body must be sent with the Then methods.</summary>
    public static Reply Headers(int statusCode, long contentLength, params (string Name, string Value)[] headers) =>
        new Reply().ThenSend(HeaderBytes(statusCode, contentLength, headers));

    /// <summary>The headers of a 200 response with the length of the whole JSON, then only its first bytes.</summary>
    public static Reply Partial(string json, int bytes)
    {
        var body = Encoding.UTF8.GetBytes(json);
        return Headers(200, body.Length).ThenSend(body.AsMemory(0, bytes));
    }

    /// <summary>A 200 response that is truncated: the connection is closed after the first bytes of the JSON.</summary>
    public static Reply Truncated(string json, int bytes) => Partial(json, bytes).ThenClose();

    /// <summary>A 200 response that stalls after the first bytes of the JSON.</summary>
    public static Reply StallInBody(string json, int bytes) => Partial(json, bytes).ThenStall();

    /// <summary>Sends nothing and keeps the connection open.</summary>
    public static Reply Stall() => new Reply().ThenStall();

    /// <summary>Closes the connection without sending a byte. HttpClient then resends the request, which gets the next reply.</summary>
    public static Reply Close() => new Reply().ThenClose();

    /// <summary>Resets the connection without sending a byte. HttpClient reports this on new and on reused connections.</summary>
    public static Reply Reset() => new Reply().ThenReset();

    /// <summary>Sends exactly this text as UTF-8 and keeps the connection open.</summary>
    public static Reply Raw(string text) => new Reply().ThenSend(text);

    /// <summary>Sends nothing until the signal completes. Continue with the Then methods.</summary>
    public static Reply After(Task signal) => new Reply().ThenAfter(signal);

    public Reply ThenSend(string text) => ThenSend(Encoding.UTF8.GetBytes(text));

    public Reply ThenSend(ReadOnlyMemory<byte> bytes) => ThenSend((connection, stopping) => connection.SendAsync(bytes, stopping));

    /// <summary>Sends bytes that are produced while the reply is played.</summary>
    public Reply ThenSend(Func<LoopbackConnection, CancellationToken, ValueTask> send) => With(async (played, connection, stopping) =>
    {
        await send(connection, stopping);
        played._headersSent.TrySetResult();
    });

    public Reply ThenAfter(Task signal) => With((_, _, stopping) => signal.WaitAsync(stopping));

    public Reply ThenStall() => With((played, connection, stopping) =>
    {
        played._stalled.TrySetResult();
        return connection.StallAsync(stopping);
    });

    public Reply ThenClose() => With((_, connection, stopping) => connection.CloseAsync(stopping));

    public Reply ThenReset() => With((_, connection, _) =>
    {
        connection.Reset();
        return Task.CompletedTask;
    });

    /// <summary>The steps of this reply, then those of another: <c>Reply.After(signal).Then(Reply.Json("[]"))</c>.</summary>
    public Reply Then(Reply next) => new([.. _steps, .. next._steps]);

    /// <summary>Completes when this reply has sent its first bytes, which are the headers of the response.</summary>
    /// <exception cref="TimeoutException">They were not sent within 30 s of real time.</exception>
    public Task HeadersSentAsync() => _headersSent.Task.OrTimeout();

    /// <summary>Completes when this reply has sent everything that precedes its stall.</summary>
    /// <exception cref="TimeoutException">The stall was not reached within 30 s of real time.</exception>
    public Task StalledAsync() => _stalled.Task.OrTimeout();

    public async Task PlayAsync(LoopbackConnection connection, CancellationToken stopping)
    {
        foreach (var step in _steps)
        {
            await step(this, connection, stopping);
        }
    }

    private static byte[] HeaderBytes(int statusCode, long contentLength, (string Name, string Value)[] headers)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {statusCode} {ReasonPhrases.GetReasonPhrase(statusCode)}\r\n");
        foreach (var (name, value) in headers)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        if (!headers.Any(header => header.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
        {
            text.Append("Content-Type: application/json\r\n");
        }

        // RFC 9110, 8.6: a 204 must not have a Content-Length. In a 304 it would describe a body that is not sent.
        if (statusCode is not (204 or 304))
        {
            text.Append(CultureInfo.InvariantCulture, $"Content-Length: {contentLength}\r\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("\r\n").ToString());
    }

    private Reply With(Step step) => new([.. _steps, step]);
}
