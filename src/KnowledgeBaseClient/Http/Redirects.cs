namespace KnowledgeBaseClient;

// The key's header is sent on to wherever a redirect points, another host included: so none is followed.
internal static class Redirects
{
    public static void Forbid(HttpMessageHandler primary)
    {
        var innermost = primary;
        while (innermost is DelegatingHandler { InnerHandler: { } inner })
        {
            innermost = inner;
        }

        try
        {
            switch (innermost)
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
                $"The {innermost.GetType().Name} given to the client follows redirects, which would send the API key on to other hosts, and is in "
                + "use already, so that this cannot be changed: set its AllowAutoRedirect to false when you make it.",
                inUse);
        }
    }
}
