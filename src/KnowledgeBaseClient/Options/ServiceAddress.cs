namespace KnowledgeBaseClient;

// Normalizes the address of the service, so that the address that is validated is the one that is used.
internal static class ServiceAddress
{
    // A Uri created with DangerousDisablePathAndQueryCanonicalization may contain "a/..//host", which changes when it is normalized.
    public static Uri? Canonical(Uri? address) => address is { IsAbsoluteUri: true } ? new Uri(address.AbsoluteUri) : address;

    // RFC 6761, 6.3: every name under "localhost" is this machine. Uri.IsLoopback knows only the name itself.
    public static bool IsThisMachine(Uri address) =>
        address.IsLoopback || address.IdnHost.TrimEnd('.').EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    // The client adds /v1 itself.
    public static bool EndsInVersion(Uri address) => address.AbsolutePath.TrimEnd('/').EndsWith("/v1", StringComparison.OrdinalIgnoreCase);

    public static Uri WithTrailingSlash(Uri address) =>
        address.AbsolutePath.EndsWith('/') ? address : new Uri($"{address.AbsoluteUri}/");
}
