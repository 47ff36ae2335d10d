namespace KnowledgeBaseClient;

// The address of the service as it is checked and then used: one and the same.
internal static class ServiceAddress
{
    // A Uri made with DangerousDisablePathAndQueryCanonicalization may hold "a/..//host", which would be checked as one address and used as another.
    public static Uri? Canonical(Uri? address) => address is { IsAbsoluteUri: true } ? new Uri(address.AbsoluteUri) : address;

    public static Uri WithTrailingSlash(Uri address) =>
        address.AbsolutePath.EndsWith('/') ? address : new Uri($"{address.AbsoluteUri}/");
}
