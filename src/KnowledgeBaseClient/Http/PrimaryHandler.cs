using System.Net;

namespace KnowledgeBaseClient;

// Configures the handler that sends the requests, the default one or the application's: it must not send the key to another host.
internal static class PrimaryHandler
{
    public static HttpMessageHandler Create() => new SocketsHttpHandler
    {
        UseCookies = false,

        // Lets a long-lived client notice DNS changes.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    };

    public static void Secure(HttpMessageHandler primary, Uri address)
    {
        var innermost = Innermost(primary);
        ForbidRedirects(innermost);
        if (address.Scheme == Uri.UriSchemeHttp && ServiceAddress.IsThisMachine(address))
        {
            BypassProxy(innermost, address);
        }
    }

    // .NET sends the X-API-Key header to the target of a redirect, even to another host.
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
                $"The {handler.GetType().Name} follows redirects, which would send the API key to other hosts. It is already in use, so "
                + "the client cannot change it: set AllowAutoRedirect to false when you create the handler.",
                inUse);
        }
    }

    // For handlers of an application, which must see decompressed responses. Otherwise the response is decompressed where it is read.
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
            // Already in use: it does not request compression.
        }
    }

    // Plain http must not leave this machine: a proxy from the environment would receive the key unencrypted. A proxy that the application
    // has set on this handler is its decision.
    private static void BypassProxy(HttpMessageHandler handler, Uri address)
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
                $"The {handler.GetType().Name} would send the API key unencrypted through the proxy of the environment. It is already in "
                + "use, so the client cannot change it: set UseProxy to false when you create the handler.",
                inUse);
        }
        catch (InvalidOperationException)
        {
            // Already in use, but the environment has no proxy for this address.
        }
    }

    private static HttpMessageHandler Innermost(HttpMessageHandler handler) =>
        handler is DelegatingHandler { InnerHandler: { } inner } ? Innermost(inner) : handler;
}
