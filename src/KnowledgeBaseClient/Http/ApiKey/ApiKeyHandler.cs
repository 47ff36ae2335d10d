using System.Net;

namespace KnowledgeBaseClient;

// The innermost handler, directly around the one that sends: the only place that adds the key to a request. With handlers of an application
// outside, it adds the key to a copy that they never see, so that none of their logs, activities and exceptions can contain it.
internal sealed class ApiKeyHandler : DelegatingHandler
{
    public const string Header = "X-API-Key";

    private readonly ApiKeySource _keySource;
    private readonly KeyRedactor _redactor;
    private readonly Uri _address;

    public ApiKeyHandler(ApiKeySource keys, KeyRedactor redactor, HttpMessageHandler primary, Uri address)
        : base(primary)
    {
        PrimaryHandler.Secure(primary, address);
        _keySource = keys;
        _redactor = redactor;
        _address = address;
    }

    // True without dependency injection: no other handler holds the request, so the key is added to it without a copy.
    public bool OwnsRequest { get; init; }

    // Completes when a request to this address may be sent. Null if it may be sent at once.
    public Func<Uri?, CancellationToken, Task>? BeforeSend { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Read once: a handler that holds the request could change it while the key is being fetched.
        var target = request.RequestUri;
        CheckOrigin(target);
        var key = await _keySource.GetAsync(_redactor, cancellationToken).ConfigureAwait(false);
        var response = await SendWithKeyAsync(request, target, key, cancellationToken).ConfigureAwait(false);

        // The key may have been rotated after the provider returned it.
        if (response.StatusCode != HttpStatusCode.Unauthorized
            || await GetReplacementAsync(key, response, cancellationToken).ConfigureAwait(false) is not { } replacement)
        {
            return response;
        }

        response.Dispose();
        return await SendWithKeyAsync(request, target, replacement, cancellationToken).ConfigureAwait(false);
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("This client sends requests asynchronously only.");

    private async ValueTask<string?> GetReplacementAsync(string key, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await _keySource.GetReplacementAsync(key, _redactor, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            response.Dispose();
            throw;
        }
    }

    private async Task<HttpResponseMessage> SendWithKeyAsync(
        HttpRequestMessage request, Uri? target, string key, CancellationToken cancellationToken)
    {
        _redactor.Remember(key);
        if (BeforeSend is not null)
        {
            await BeforeSend(target, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            // Handlers outside hold the request, and may read it while it is being sent.
            var keyed = OwnsRequest ? request : Copy(request, target);
            keyed.Headers.Remove(Header);
            keyed.Headers.TryAddWithoutValidation(Header, key);
            var response = await base.SendAsync(keyed, cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidOperationException("The primary handler of the application returned no response.");
            SetRequest(response, request);
            _redactor.Redact(response);
            return response;
        }
        catch (HttpRequestException failure) when (_redactor.ContainsKey(failure.ToString()))
        {
            // .NET quotes an invalid header line in the message, and the server may have echoed the key in it.
            throw new HttpRequestException(failure.HttpRequestError, _redactor.Redact(failure.Message), inner: null, failure.StatusCode);
        }
        catch (Exception failure) when (_redactor.ContainsKey(failure.ToString()))
        {
            // A primary handler of the application quotes the request.
            throw WithoutKey(failure);
        }
    }

    // The setter throws for a disposed response, which includes one that was returned and read before.
    private void SetRequest(HttpResponseMessage response, HttpRequestMessage request)
    {
        try
        {
            response.RequestMessage = request;
        }
        catch (ObjectDisposedException disposed)
        {
            throw DisposedResponse.ToException($"The handler {InnerHandler!.GetType().Name}", disposed);
        }
    }

    // A handler outside may have changed the address, such as one that routes all clients of the application.
    private void CheckOrigin(Uri? target)
    {
        if (target is not { IsAbsoluteUri: true }
            || target.Scheme != _address.Scheme
            || target.Port != _address.Port
            || !string.Equals(target.IdnHost, _address.IdnHost, StringComparison.OrdinalIgnoreCase))
        {
            var origin = target is { IsAbsoluteUri: true }
                ? target.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)
                : "an address that is not absolute";
            throw new InvalidOperationException(
                $"A handler or setting of the application changed the address of the request to {origin}. Nothing was sent, because the "
                + $"API key may be sent only to {_address.GetLeftPart(UriPartial.Authority)}. To use another address, set "
                + $"{OptionNames.BaseAddress}.");
        }
    }

    private Exception WithoutKey(Exception failure)
    {
        var message = _redactor.Redact(failure.Message);
        return failure switch
        {
            OperationCanceledException canceled => new OperationCanceledException(message, canceled.CancellationToken),
            TimeoutException => new TimeoutException(message),
            IOException => new IOException(message),
            _ => new InvalidOperationException($"The primary handler of the application failed ({failure.GetType().Name}): {message}"),
        };
    }

    private static HttpRequestMessage Copy(HttpRequestMessage request, Uri? target)
    {
        var copy = new HttpRequestMessage(request.Method, target)
        {
            Version = request.Version,
            VersionPolicy = request.VersionPolicy,
            Content = request.Content,
        };
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            copy.Headers.TryAddWithoutValidation(name, values);
        }

        foreach (var (name, value) in request.Options)
        {
            ((IDictionary<string, object?>)copy.Options)[name] = value;
        }

        return copy;
    }
}
