using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace KnowledgeBaseClient;

// Says of each option that cannot work what to set and where. Never quotes the key.
internal sealed class OptionsValidator : IValidateOptions<KnowledgeBaseClientOptions>
{
    // Leaves room in a URL for ids.
    private const int MaxAddressLength = 1024;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, KnowledgeBaseClientOptions options)
    {
        // Of several clients, a complaint that does not say whose it is helps little.
        var client = string.IsNullOrEmpty(name) ? "" : $"The client \"{name}\": ";
        var complaints = Complaints(options).Select(complaint => $"{client}{complaint}").ToList();
        return complaints.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(complaints);
    }

    public static IEnumerable<string> Complaints(KnowledgeBaseClientOptions options)
    {
        string?[] complaints =
        [
            OfKey(options),
            OfAddress(options),
            OfDuration(options, nameof(options.AttemptTimeout), options.AttemptTimeout, orInfinite: true),
            OfDuration(options, nameof(options.TotalTimeout), options.TotalTimeout, orInfinite: true),
            OfDuration(options, nameof(options.MaxRetryDelay), options.MaxRetryDelay, orInfinite: false),
            options.MaxRetries is < 0 or > 100
                ? $"{nameof(options.MaxRetries)} is {Plain(options.MaxRetries)}: set {Place(options, nameof(options.MaxRetries))} to a number from 0 to 100."
                : null,
            OfCount(options, nameof(options.MaxRunIdsPerRequest), options.MaxRunIdsPerRequest),
            OfCount(options, nameof(options.MaxResponseBytes), options.MaxResponseBytes),
            options.Polling is null
                ? $"{nameof(options.Polling)} is null: leave {Place(options, nameof(options.Polling))} as it is, or set its properties."
                : WaitOptionsValidator.Complaint(options.Polling) is { } complaint
                ? $"{nameof(options.Polling)}: {complaint} Correct it under {Place(options, nameof(options.Polling))}."
                : null,
            options.ApplicationName is { } application && !IsProduct(application)
                ? $"{nameof(options.ApplicationName)} cannot be sent as a User-Agent: set {Place(options, nameof(options.ApplicationName))} "
                    + "to a name without spaces, or a name and a version, such as \"Indexer/2.1\"."
                : null,
        ];

        return complaints.OfType<string>();
    }

    private static string? OfKey(KnowledgeBaseClientOptions options)
    {
        if (options.ApiKeyProvider is not null)
        {
            return null;
        }

        var environment = options.KeyFromEnvironment ? $", or the environment variable {EnvironmentDefaults.ApiKey}" : "";
        var places = $"{Place(options, nameof(options.ApiKey))} or {nameof(options.ApiKeyProvider)}{environment}";
        return string.IsNullOrEmpty(options.ApiKey)
            ? $"There is no API key: set {places}."
            : ApiKeyFormat.FindProblem(options.ApiKey) is { } complaint
            ? $"The API key {complaint}: correct {places}."
            : null;
    }

    private static string? OfAddress(KnowledgeBaseClientOptions options)
    {
        var place = $"{Place(options, nameof(options.BaseAddress))}, or the environment variable {EnvironmentDefaults.Address},";
        return ServiceAddress.Canonical(options.BaseAddress) switch
        {
            null => $"There is no address: set {place} to that of the service, such as \"{EnvironmentDefaults.DefaultAddress}\".",
            { IsAbsoluteUri: false } or { Scheme: not ("https" or "http") } =>
                $"The address is not one of the web: set {place} to one that begins with https://, such as \"{EnvironmentDefaults.DefaultAddress}\".",
            { UserInfo: not "" } or { Query: not "" } or { Fragment: not "" } =>
                $"The address has a user name, a query or a fragment: set {place} to the service's address without them.",
            { AbsolutePath: ['/', '/', ..] } =>
                $"The path of the address begins with two slashes, so that what follows them would be taken for another host: set {place} to the service's address.",
            { AbsoluteUri.Length: > MaxAddressLength } =>
                $"The address is longer than {MaxAddressLength} characters: set {place} to the service's address.",
            { Scheme: "http", IsLoopback: false } address when !options.AllowInsecureHttp =>
                $"The address {address.GetLeftPart(UriPartial.Authority)} is plain http, which would send the API key unprotected: "
                + $"set {place} to an https:// address, or {Place(options, nameof(options.AllowInsecureHttp))} to true.",
            _ => null,
        };
    }

    private static string? OfDuration(KnowledgeBaseClientOptions options, string name, TimeSpan value, bool orInfinite) =>
        (value > TimeSpan.Zero && value <= Longest) || (orInfinite && value == Timeout.InfiniteTimeSpan)
            ? null
            : $"{name} is {value:c}: set {Place(options, name)} to a positive duration of at most a day, such as 00:00:30 for 30 seconds "
                + "(in a configuration, a bare number counts days).";

    private static bool IsProduct(string application) =>
        ProductInfoHeaderValue.TryParse(application, out var parsed) && parsed.Product is not null;

    private static string? OfCount(KnowledgeBaseClientOptions options, string name, long value) =>
        value >= 1 ? null : $"{name} is {Plain(value)}: set {Place(options, name)} to at least 1.";

    // With a minus that can be read, and found in a log, whatever the culture.
    private static string Plain(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Place(KnowledgeBaseClientOptions options, string name) =>
        options.ConfigurationPath is { } path
            ? $"{(path.Length == 0 ? name : $"{path}:{name}")} in the configuration"
            : $"{nameof(KnowledgeBaseClientOptions)}.{name}";
}
