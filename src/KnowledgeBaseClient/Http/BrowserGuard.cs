namespace KnowledgeBaseClient;

// In a browser, every visitor could read the API key.
internal static class BrowserGuard
{
    public static void ThrowIfBrowser() => ThrowIf(OperatingSystem.IsBrowser());

    public static void ThrowIf(bool isBrowser)
    {
        if (isBrowser)
        {
            throw new PlatformNotSupportedException(
                "KnowledgeBaseClient does not run in a browser, where every visitor could read the API key. "
                + "Use it on your server, and let the browser call your server.");
        }
    }
}
