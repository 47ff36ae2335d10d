using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WireMock;
using WireMock.ResponseProviders;
using WireMock.Settings;
using WireMock.Types;
using WireMock.Util;

namespace KnowledgeBaseClient.Testing;

// Connects WireMock to a simulator.
internal sealed class WireMockResponder(KnowledgeBaseSimulator simulator, CancellationToken stopping) : IResponseProvider
{
    public async Task<(IResponseMessage Message, IMapping? Mapping)> ProvideResponseAsync(
        IMapping mapping, HttpContext context, IRequestMessage requestMessage, WireMockServerSettings settings)
    {
        var response = Respond(context.Request);
        var isStopping = !await TryDelayAsync(response.Delay, context.RequestAborted).ConfigureAwait(false);
        if (response.IsDisconnect || isStopping)
        {
            context.Abort();
        }
        else if (response.CutAfter is { } length && length < response.Body.Length)
        {
            await SendCutBodyAsync(context, response, length).ConfigureAwait(false);
        }

        return (ToMessage(response, context.Response), null);
    }

    // False if the server stops, or the client has gone, meanwhile.
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

    // No time is skipped while the request is handled.
    private SimulatedResponse Respond(HttpRequest request)
    {
        simulator.BeginRequest();
        try
        {
            // WireMock unescapes its own path and turns each plus into a space, so read the request target as it was sent.
            return simulator.Respond(
                request.Method,
                request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
                request.Headers.ToDictionary(
                    header => header.Key, header => string.Join(", ", header.Value.ToArray()), StringComparer.OrdinalIgnoreCase));
        }
        finally
        {
            simulator.EndRequest();
        }
    }

    private static async Task SendCutBodyAsync(HttpContext context, SimulatedResponse response, int length)
    {
        SetHeaders(response, context.Response);
        context.Response.StatusCode = response.StatusCode;
        context.Response.ContentType = response.ContentType.Length == 0 ? null : response.ContentType;
        context.Response.ContentLength = response.Body.Length;
        await context.Response.Body.WriteAsync(response.Body.ToArray().AsMemory(0, length)).ConfigureAwait(false);
        await context.Response.Body.FlushAsync().ConfigureAwait(false);
    }

    private static ResponseMessage ToMessage(SimulatedResponse response, HttpResponse target)
    {
        if (target.HasStarted)
        {
            return new ResponseMessage();
        }

        SetHeaders(response, target);
        var message = new ResponseMessage { StatusCode = response.StatusCode };
        if (response.ContentType.Length > 0)
        {
            message.AddHeader("Content-Type", response.ContentType);
        }

        if (response.Body.Length > 0)
        {
            target.ContentLength = response.Body.Length;
            message.BodyData = new BodyData { DetectedBodyType = BodyType.Bytes, BodyAsBytes = response.Body.ToArray() };
        }

        return message;
    }

    // WireMock silently drops some headers of a message, so set them on the ASP.NET Core response.
    private static void SetHeaders(SimulatedResponse response, HttpResponse target)
    {
        foreach (var (name, value) in response.Headers)
        {
            target.Headers[name] = value;
        }
    }
}
