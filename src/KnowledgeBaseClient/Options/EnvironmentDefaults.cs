namespace KnowledgeBaseClient;

// Fills options that are not set from environment variables, then from defaults.
internal static class EnvironmentDefaults
{
    public const string ApiKey = "KNOWLEDGE_BASE_API_KEY";
    public const string Address = "KNOWLEDGE_BASE_URL";

    // The variable that the vendor's own SDK reads.
    public const string VendorAddress = "NOXUS_BACKEND_URL";

    public static readonly Uri DefaultAddress = new("https://backend.noxus.ai");

    // A blank option counts as not set: deployments often define variables without values.
    public static void Apply(KnowledgeBaseClientOptions options, Func<string, string?> read)
    {
        options.ApiKey = NullIfBlank(options.ApiKey);
        options.ApplicationName = NullIfBlank(options.ApplicationName);
        options.BaseAddress = NullIfBlank(options.BaseAddress?.OriginalString) is null ? null : options.BaseAddress;
        if (options.KeyFromEnvironment && options.ApiKeyProvider is null)
        {
            options.ApiKey ??= Read(ApiKey);
        }

        options.BaseAddress ??= ReadAddress(Address) ?? ReadAddress(VendorAddress) ?? DefaultAddress;

        string? Read(string name) => NullIfBlank(read(name));

        // An invalid address is kept as a relative Uri, so that OptionsValidator reports it.
        Uri? ReadAddress(string name) => Read(name) is not { } value ? null
            : Uri.TryCreate(value, UriKind.Absolute, out var address) ? address
            : new Uri(Uri.EscapeDataString(value), UriKind.Relative);
    }

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
