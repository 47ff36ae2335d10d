using System.Net;
using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient;

// Sends the documents of one request, and reads the ids of their runs. Failures of the connection and of the service leave it as exceptions
// of this library.
internal sealed class UploadAttempt(
    ClientServices services,
    UploadRequest request,
    IReadOnlyList<PlannedDocument> documents,
    UploadProgressTracker progress,
    CallContext call)
{
    // A service that rejects such a request has received it, in most cases. Asking first takes a round trip, and a second with a service
    // that does not know how to respond.
    private const long MaxLengthWithoutExpect = 1024 * 1024;

    private readonly List<string> _runIds = [];

    // Those that were received, also before a failure.
    public IReadOnlyList<string> RunIds => _runIds;

    public async Task<IReadOnlyList<string>> RunAsync()
    {
        _runIds.Clear();
        request.HasSentDocuments = false;
        var open = new List<OpenDocument>(documents.Count);
        using var idleTimeout = new IdleTimeout(services.Time, services.Settings.AttemptTimeout, call.Token);
        var monitor = new UploadMonitor(request, idleTimeout, progress);
        var isAccepted = false;
        try
        {
            // All of them, so that a file that cannot be opened fails while it is certain that nothing was sent.
            foreach (var document in documents)
            {
                open.Add(await OpenDocument.OpenAsync(document, services.Redactor, call.Token).ConfigureAwait(false));
            }

            await SendAsync(open, monitor, idleTimeout).ConfigureAwait(false);
            isAccepted = true;
            return RunIds;
        }
        catch (Exception failure) when (request.HadNoEffect(failure))
        {
            // Cancellation during the delay before a retry leaves nothing unknown.
            request.HasSentDocuments = false;
            throw;
        }
        finally
        {
            if (!isAccepted)
            {
                monitor.Restart();
            }

            foreach (var document in open)
            {
                await document.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task SendAsync(List<OpenDocument> open, UploadMonitor monitor, IdleTimeout idleTimeout)
    {
        HttpResponseMessage? response = null;
        ResponseBody? body = null;
        var received = new MemoryStream();
        try
        {
            response = await SendAsync(CreateContent(open, monitor), idleTimeout).ConfigureAwait(false);
            idleTimeout.Stop();
            if (!response.IsSuccessStatusCode)
            {
                throw await new ApiExceptionFactory(services, request, call)
                    .CreateAsync(response, call.Attempts, idleTimeout)
                    .ConfigureAwait(false);
            }

            body = await ResponseBody.OpenAsync(response, idleTimeout).ConfigureAwait(false);
            await ReadAsync(body, received).ConfigureAwait(false);
        }
        catch (Exception) when (monitor.HasFailed && !call.HasEnded)
        {
            monitor.ThrowFailure();
            throw;
        }
        catch (Exception failure) when (Translate(failure, idleTimeout, response, received.Length) is { } translated)
        {
            throw translated;
        }
        finally
        {
            await CloseAsync(response, body).ConfigureAwait(false);
            services.Telemetry.Metrics.AddReceived(received.Length);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(MultipartFormDataContent content, IdleTimeout idleTimeout)
    {
        if (services.Telemetry.Calls.IsEnabled(LogLevel.Debug))
        {
            var path = services.Redactor.Redact(services.Settings.PathOf(request));
            CallEvents.RequestSent(services.Telemetry.Calls, call.Attempts, request.Method, path);
        }

        var expectsContinue = content.Headers.ContentLength is null or > MaxLengthWithoutExpect;
        idleTimeout.Start();
        var response = await services.CreateSender()
            .SendAsync(request, content, expectsContinue, idleTimeout.Token)
            .ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.ExpectationFailed || !expectsContinue)
        {
            return response;
        }

        // A gateway that does not know the header (RFC 9110, 15.5.18).
        response.Dispose();
        return await services.CreateSender()
            .SendAsync(request, content, expectsContinue: false, idleTimeout.Token)
            .ConfigureAwait(false);
    }

    private static MultipartFormDataContent CreateContent(List<OpenDocument> open, UploadMonitor monitor)
    {
        var boundary = Guid.NewGuid().ToString("N");
        var content = new MultipartFormDataContent(boundary)
        {
            // File names are not limited to Latin-1, the default.
            HeaderEncodingSelector = static (_, _) => System.Text.Encoding.UTF8,
        };

        // .NET quotes the boundary, which some servers cannot read.
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={boundary}");
        foreach (var document in open)
        {
            content.Add(new DocumentContent(document, monitor, isFirst: document == open[0]));
        }

        return content;
    }

    private async Task ReadAsync(ResponseBody body, MemoryStream received)
    {
        var limit = services.Settings.MaxResponseBytes;
        var buffer = new byte[4096];
        try
        {
            while (await body.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var count)
            {
                received.Write(buffer, 0, count);
                if (received.Length > limit)
                {
                    throw RunArrayReader.TooLarge("the response body", limit, received.Length);
                }
            }
        }
        catch (Exception)
        {
            RunIdReader.ReadPart(Received(), _runIds);
            throw;
        }

        RunIdReader.Read(Received(), _runIds);

        ReadOnlySpan<byte> Received() => received.GetBuffer().AsSpan(0, (int)received.Length);
    }

    // The outcome of the attempt is known: a body of an application's handler that fails to close does not change it.
    private static async ValueTask CloseAsync(HttpResponseMessage? response, ResponseBody? body)
    {
        try
        {
            if (body is not null)
            {
                await body.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
        }

        try
        {
            response?.Dispose();
        }
        catch (Exception)
        {
        }
    }

    private Exception? Translate(Exception failure, IdleTimeout idleTimeout, HttpResponseMessage? response, long bytes) =>
        new ExceptionTranslator(services, request, call.Attempts).Translate(failure, idleTimeout, response, bytes);
}
