using System.Globalization;
using System.Net.Http.Headers;

namespace KnowledgeBaseClient;

// Reports every invalid option with what to set and where. The messages never quote the API key.
internal static class OptionsValidator
{
    // Leaves room for run ids in a URL of 8 KB.
    private const int MaxAddressLength = 1024;

    private static readonly TimeSpan MaxDuration = TimeSpan.FromDays(1);

    public static IEnumerable<string> FindProblems(KnowledgeBaseClientOptions options)
    {
        string?[] problems =
        [
            ValidateApiKey(options),
            ValidateAddress(options),
            ValidateDuration(options, nameof(options.AttemptTimeout), options.AttemptTimeout, allowInfinite: true),
            ValidateDuration(options, nameof(options.TotalTimeout), options.TotalTimeout, allowInfinite: true),
            ValidateDuration(options, nameof(options.MaxRetryDelay), options.MaxRetryDelay, allowInfinite: false),
            ValidateRetries(options),
            ValidateCount(options, nameof(options.MaxRunIdsPerRequest), options.MaxRunIdsPerRequest),
            ValidateCount(options, nameof(options.MaxResponseBytes), options.MaxResponseBytes),
            ValidatePolling(options),
            ValidateApplicationName(options),
        ];

        return problems.OfType<string>();
    }

    private static string? ValidateApiKey(KnowledgeBaseClientOptions options)
    {
        if (options.ApiKeyProvider is not null)
        {
            return null;
        }

        var environment = options.KeyFromEnvironment ? $", or the environment variable {EnvironmentDefaults.ApiKey}" : "";
        var place = Locate(options, nameof(options.ApiKey));
        return string.IsNullOrEmpty(options.ApiKey) ? $"There is no API key. Set {place} or {OptionNames.ApiKeyProvider}{environment}."
            : ApiKeyFormat.FindProblem(options.ApiKey) is { } problem ? $"The API key {problem}. Correct {place}{environment}."
            : null;
    }

    private static string? ValidateAddress(KnowledgeBaseClientOptions options)
    {
        const string Name = nameof(options.BaseAddress);
        var place = $"{Locate(options, Name)} or the environment variable {EnvironmentDefaults.Address} or "
            + EnvironmentDefaults.VendorAddress;
        var address = ServiceAddress.Canonical(options.BaseAddress);
        var problem = address switch
        {
            null => "There is no address",
            { IsAbsoluteUri: false } or { Scheme: not ("https" or "http") } => $"{Name} is not an absolute http or https address",
            { UserInfo: not "" } or { Query: not "" } or { Fragment: not "" } => $"{Name} must not have a user name, a query or a fragment",
            { AbsolutePath: ['/', '/', ..] } => $"The path of {Name} begins with two slashes, which would make its first segment the host",
            { AbsoluteUri.Length: > MaxAddressLength and var length } =>
                $"{Name} is {Format(length)} characters long, more than {MaxAddressLength}",
            not null when ServiceAddress.EndsInVersion(address) =>
                $"{Name} ends in /v1, which the client adds to every request itself",
            _ => null,
        };

        return problem is not null
            ? $"{problem}. Set {place} to the address of the service, such as \"{EnvironmentDefaults.DefaultAddress}\"."
            : address is { Scheme: "http" } && !ServiceAddress.IsThisMachine(address) && !options.AllowInsecureHttp
            ? $"{address.GetLeftPart(UriPartial.Authority)} is plain http, which would send the API key unencrypted. "
                + $"Set {place} to an https address, or {Locate(options, nameof(options.AllowInsecureHttp))} to true."
            : null;
    }

    private static string? ValidateDuration(KnowledgeBaseClientOptions options, string name, TimeSpan value, bool allowInfinite) =>
        (value > TimeSpan.Zero && value <= MaxDuration) || (allowInfinite && value == Timeout.InfiniteTimeSpan)
            ? null
            : $"{name} is {value:c}. Set {Locate(options, name)} to a positive duration of at most 1 day, such as 00:00:30 for 30 seconds"
                + (allowInfinite ? ", or to Timeout.InfiniteTimeSpan for no limit" : "")
                + ". In a configuration, a bare number is a number of days.";

    private static string? ValidateRetries(KnowledgeBaseClientOptions options) =>
        options.MaxRetries is >= 0 and <= 100
            ? null
            : $"{nameof(options.MaxRetries)} is {Format(options.MaxRetries)}. "
                + $"Set {Locate(options, nameof(options.MaxRetries))} to a number from 0 to 100.";

    private static string? ValidateCount(KnowledgeBaseClientOptions options, string name, long value) =>
        value >= 1 ? null : $"{name} is {Format(value)}. Set {Locate(options, name)} to at least 1.";

    private static string? ValidatePolling(KnowledgeBaseClientOptions options) =>
        options.Polling is null
            ? $"{nameof(options.Polling)} is null. "
                + $"Set {Locate(options, nameof(options.Polling))} to a {nameof(PollingOptions)} object, or keep its default."
            : PollingValidator.FindProblem(options.Polling, property => Locate(options, nameof(options.Polling), property));

    private static string? ValidateApplicationName(KnowledgeBaseClientOptions options) =>
        options.ApplicationName is not { } application || IsProduct(application)
            ? null
            : $"{nameof(options.ApplicationName)} cannot be sent in a User-Agent header. "
                + $"Set {Locate(options, nameof(options.ApplicationName))} to a name without spaces, "
                + "or a name and a version, such as \"Indexer/2.1\".";

    private static bool IsProduct(string application) =>
        ProductInfoHeaderValue.TryParse(application, out var parsed) && parsed.Product is not null;

    // Cultures may use another minus sign, which is hard to find in a log.
    private static string Format(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Locate(KnowledgeBaseClientOptions options, params string[] names) =>
        options.ConfigurationPath is { } path
            ? $"{string.Join(':', path.Length == 0 ? names : [path, .. names])} in the configuration"
            : $"{nameof(KnowledgeBaseClientOptions)}.{string.Join('.', names)}";
}
