namespace KnowledgeBaseClient;

// Fills in from the environment what was not set.
internal static class EnvironmentDefaults
{
    public const string ApiKey = "KNOWLEDGE_BASE_API_KEY";
    public const string Address = "KNOWLEDGE_BASE_URL";

    // What the vendor's own SDK reads.
    public const string VendorAddress = "NOXUS_BACKEND_URL";

    public static readonly Uri DefaultAddress = new("https://backend.noxus.ai");

    public static void Apply(KnowledgeBaseClientOptions options, Func<string, string?> read)
    {
        if (options.KeyFromEnvironment && options.ApiKeyProvider is null)
        {
            options.ApiKey ??= Read(ApiKey);
        }

        options.BaseAddress ??= ReadAddress(Address) ?? ReadAddress(VendorAddress) ?? DefaultAddress;

        string? Read(string name) => read(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

        // One that makes no sense is kept as a relative one: the validator then says so.
        Uri? ReadAddress(string name) => Read(name) is not { } value ? null
            : Uri.TryCreate(value, UriKind.Absolute, out var address) ? address
            : new Uri(Uri.EscapeDataString(value), UriKind.Relative);
    }
}
