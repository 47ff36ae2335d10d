namespace KnowledgeBaseClient;

// Normalizes the address of the service, so that the address that is validated is the one that is used.
internal static class ServiceAddress
{
    // A Uri created with DangerousDisablePathAndQueryCanonicalization may contain "a/..//host", which changes when it is normalized.
    public static Uri? Canonical(Uri? address) => address is { IsAbsoluteUri: true } ? new Uri(address.AbsoluteUri) : address;

    public static Uri WithTrailingSlash(Uri address) =>
        address.AbsolutePath.EndsWith('/') ? address : new Uri($"{address.AbsoluteUri}/");
}
