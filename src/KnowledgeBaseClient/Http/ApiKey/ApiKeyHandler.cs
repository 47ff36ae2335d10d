namespace KnowledgeBaseClient;

// The innermost handler, right around the one that sends: it alone puts the key on a request. Where there are handlers outside, on a copy
// that they never see, so that no log, activity or exception there can hold it.
internal sealed class ApiKeyHandler : DelegatingHandler
{
    public const string Header = "X-API-Key";

    private readonly ApiKeySource _keys;
    private readonly KeyRedactor _redactor;
    private readonly Uri _address;

    public ApiKeyHandler(ApiKeySource keys, KeyRedactor redactor, HttpMessageHandler primary, Uri address)
        : base(primary)
    {
        PrimaryHandler.Secure(primary, address);
        _keys = keys;
        _redactor = redactor;
        _address = address;
    }

    // Nobody outside holds the request, or has any say in it.
    public bool IsOutermost { get; init; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Once: whoever holds the request may point it elsewhere while the key is asked for.
        var target = request.RequestUri;
        CheckOrigin(target);
        var key = await _keys.GetAsync(_redactor, cancellationToken).ConfigureAwait(false);
        _redactor.Remember(key);

        try
        {
            // Handlers outside hold the request, and may look at it while it is under way.
            var keyed = IsOutermost ? request : Copy(request, target);
            keyed.Headers.TryAddWithoutValidation(Header, key);
            var response = await base.SendAsync(keyed, cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidOperationException("The primary handler of the application returned no response.");
            response.RequestMessage = request;
            _redactor.Scrub(response);
            return response;
        }
        catch (HttpRequestException failure) when (_redactor.IsIn(failure.ToString()))
        {
            // A header line that makes no sense is quoted in the message, and the server may have put the key into it.
            throw new HttpRequestException(failure.HttpRequestError, _redactor.Redact(failure.Message), inner: null, failure.StatusCode);
        }
        catch (Exception failure) when (_redactor.IsIn(failure.ToString()))
        {
            // A primary handler of the application's quotes the request.
            throw WithoutKey(failure);
        }
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The runs of a knowledge base are asked for asynchronously only.");

    // A handler outside may have pointed the request at another machine, such as one of the application's for all its clients.
    private void CheckOrigin(Uri? target)
    {
        if (target is not { IsAbsoluteUri: true }
            || target.Scheme != _address.Scheme
            || target.Port != _address.Port
            || !string.Equals(target.IdnHost, _address.IdnHost, StringComparison.OrdinalIgnoreCase))
        {
            var place = target is { IsAbsoluteUri: true } ? target.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) : "no address";
            throw new InvalidOperationException(
                $"A handler or setting of the application has pointed the request at {place}. The API key is for "
                + $"{_address.GetLeftPart(UriPartial.Authority)} alone, so nothing was sent: set {nameof(KnowledgeBaseClientOptions)}."
                + $"{nameof(KnowledgeBaseClientOptions.BaseAddress)} to where the requests are to go.");
        }
    }

    private Exception WithoutKey(Exception failure)
    {
        var message = _redactor.Redact(failure.Message);
        return failure switch
        {
            OperationCanceledException cancelled => new OperationCanceledException(message, cancelled.CancellationToken),
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

        copy.Headers.Remove(Header);
        return copy;
    }
}
