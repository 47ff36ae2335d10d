namespace KnowledgeBaseClient;

// The innermost handler, right around the one that sends: it alone puts the key on a request, and takes it off before anyone else sees the
// request again, so that no log, activity or exception outside can hold it.
internal sealed class ApiKeyHandler : DelegatingHandler
{
    public const string Header = "X-API-Key";

    private readonly ApiKeySource _keys;
    private readonly KeyRedactor _redactor;

    public ApiKeyHandler(ApiKeySource keys, KeyRedactor redactor, HttpMessageHandler primary, Uri address)
        : base(primary)
    {
        PrimaryHandler.Secure(primary, address);
        _keys = keys;
        _redactor = redactor;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var key = await _keys.GetAsync(cancellationToken).ConfigureAwait(false);
        _redactor.Remember(key);
        request.Headers.Remove(Header);
        request.Headers.TryAddWithoutValidation(Header, key);

        try
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            response.RequestMessage?.Headers.Remove(Header);
            _redactor.Scrub(response);
            return response;
        }
        catch (HttpRequestException failure) when (_redactor.IsIn(failure.ToString()))
        {
            // A header line that makes no sense is quoted in the message, and the server may have put the key into it.
            throw new HttpRequestException(failure.HttpRequestError, _redactor.Redact(failure.Message), inner: null, failure.StatusCode);
        }
        finally
        {
            request.Headers.Remove(Header);
        }
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The runs of a knowledge base are asked for asynchronously only.");
}
