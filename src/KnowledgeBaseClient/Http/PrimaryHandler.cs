using System.Net;

namespace KnowledgeBaseClient;

// The handler that sends the requests, whoever has made it: kept from taking the key elsewhere, and set to what the client needs of it.
internal static class PrimaryHandler
{
    public static HttpMessageHandler MakeDefault() => new SocketsHttpHandler
    {
        UseCookies = false,

        // Lets a long-lived client notice that the service has moved.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    };

    public static void Secure(HttpMessageHandler primary, Uri address)
    {
        var innermost = Innermost(primary);
        ForbidRedirects(innermost);
        if (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)
        {
            LeaveOutProxy(innermost, address);
        }
    }

    // The key's header is sent on to wherever a redirect points, another host included.
    private static void ForbidRedirects(HttpMessageHandler handler)
    {
        try
        {
            switch (handler)
            {
                case SocketsHttpHandler { AllowAutoRedirect: true } sockets:
                    sockets.AllowAutoRedirect = false;
                    break;
                case HttpClientHandler { AllowAutoRedirect: true } client:
                    client.AllowAutoRedirect = false;
                    break;
            }
        }
        catch (InvalidOperationException inUse)
        {
            throw new InvalidOperationException(
                $"The {handler.GetType().Name} given to the client follows redirects, which would send the API key on to other hosts, and is in "
                + "use already, so that this cannot be changed: set its AllowAutoRedirect to false when you make it.",
                inUse);
        }
    }

    // Only where an application's handlers are around it, which have to see answers unpacked: else that is done where the answer is read.
    public static void AcceptCompression(HttpMessageHandler primary)
    {
        try
        {
            switch (Innermost(primary))
            {
                case SocketsHttpHandler { AutomaticDecompression: DecompressionMethods.None } sockets:
                    sockets.AutomaticDecompression = DecompressionMethods.All;
                    break;
                case HttpClientHandler { AutomaticDecompression: DecompressionMethods.None } client:
                    client.AutomaticDecompression = DecompressionMethods.All;
                    break;
            }
        }
        catch (InvalidOperationException)
        {
            // In use already: then it does not ask for compression.
        }
    }

    // Plain http is for this machine alone: a proxy that the environment names would get the key unprotected. One that the application has chosen
    // for this handler is its own decision.
    private static void LeaveOutProxy(HttpMessageHandler handler, Uri address)
    {
        try
        {
            switch (handler)
            {
                case SocketsHttpHandler { UseProxy: true, Proxy: null } sockets:
                    sockets.UseProxy = false;
                    break;
                case HttpClientHandler { UseProxy: true, Proxy: null } client:
                    client.UseProxy = false;
                    break;
            }
        }
        catch (InvalidOperationException inUse) when (!HttpClient.DefaultProxy.IsBypassed(address))
        {
            throw new InvalidOperationException(
                $"The {handler.GetType().Name} given to the client would send plain http for this machine, and the API key with it, to a proxy that the "
                + "environment names, and is in use already, so that this cannot be changed: set its UseProxy to false when you make it.",
                inUse);
        }
        catch (InvalidOperationException)
        {
            // In use already, but there is no such proxy.
        }
    }

    private static HttpMessageHandler Innermost(HttpMessageHandler handler) =>
        handler is DelegatingHandler { InnerHandler: { } inner } ? Innermost(inner) : handler;
}
