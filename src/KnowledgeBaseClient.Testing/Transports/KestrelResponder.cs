using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KnowledgeBaseClient.Testing;

// Connects the web server below WireMock to a simulator, for what WireMock cannot stream: bodies of requests, and events.
internal sealed class KestrelResponder(KnowledgeBaseSimulator simulator, CancellationToken stopping)
{
    public static bool Handles(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) || request.Path.Value?.EndsWith("/events", StringComparison.Ordinal) == true;

    public async Task RespondAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        SimulatedResponse response;
        try
        {
            response = await simulator
                .RespondAsync(
                    context.Request.Method,
                    TargetOf(context.Request),
                    HeadersOf(context.Request),
                    () => context.Request.Body,
                    context.RequestAborted)
                .ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException or BadHttpRequestException)
        {
            // The client has ended the request.
            context.Abort();
            return;
        }

        if (await TryBeginAsync(context, response).ConfigureAwait(false))
        {
            await (response.Events is null
                ? SendAsync(context, response, response.CutAfter ?? int.MaxValue)
                : SendEventsAsync(context, response)).ConfigureAwait(false);
        }
    }

    // WireMock unescapes its own path and turns each plus into a space, so read the request target as it was sent.
    public static string TargetOf(HttpRequest request) =>
        request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    public static Dictionary<string, string> HeadersOf(HttpRequest request) => request.Headers.ToDictionary(
        header => header.Key, header => string.Join(", ", header.Value.ToArray()), StringComparer.OrdinalIgnoreCase);

    // WireMock silently drops some headers of a message, so set them on the ASP.NET Core response.
    public static void SetHeaders(SimulatedResponse response, HttpResponse target)
    {
        foreach (var (name, value) in response.Headers)
        {
            target.Headers[name] = value;
        }
    }

    // False if there is no response: the server stops, the client has gone, or a fault ends the connection.
    public async Task<bool> TryBeginAsync(HttpContext context, SimulatedResponse response)
    {
        var isStopping = !await TryDelayAsync(response.Delay, context.RequestAborted).ConfigureAwait(false);
        if (response.IsDisconnect || isStopping)
        {
            context.Abort();
            return false;
        }

        return true;
    }

    public static async Task SendAsync(HttpContext context, SimulatedResponse response, int length)
    {
        SetHeaders(response, context.Response);
        context.Response.StatusCode = response.StatusCode;
        context.Response.ContentType = response.ContentType.Length == 0 ? null : response.ContentType;
        if (response.Body.Length == 0)
        {
            return;
        }

        context.Response.ContentLength = response.Body.Length;
        var body = response.Body.ToArray();
        await context.Response.Body.WriteAsync(body.AsMemory(0, Math.Min(length, body.Length))).ConfigureAwait(false);
        await context.Response.Body.FlushAsync().ConfigureAwait(false);
    }

    private async Task SendEventsAsync(HttpContext context, SimulatedResponse response)
    {
        SetHeaders(response, context.Response);
        context.Response.ContentType = response.ContentType;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping, context.RequestAborted);
        try
        {
            await context.Response.StartAsync(ended.Token).ConfigureAwait(false);
            var events = new EventsStream(response.Events!.Open(), response.CutAfter);
            await using var _ = events.ConfigureAwait(false);
            var buffer = new byte[4096];
            while (await events.ReadAsync(buffer, ended.Token).ConfigureAwait(false) is > 0 and var count)
            {
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, count), ended.Token).ConfigureAwait(false);
                await context.Response.Body.FlushAsync(ended.Token).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            // A fault cuts the events, the server stops, or the client has gone.
            context.Abort();
        }
    }

    private async Task<bool> TryDelayAsync(TimeSpan delay, CancellationToken aborted)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping, aborted);
        try
        {
            await simulator.DelayAsync(delay, isInProcess: false, ended.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
