using Microsoft.Extensions.Options;

namespace KnowledgeBaseClient;

internal sealed class FleetOptionsValidator : IValidateOptions<FleetOptions>
{
    private const int MaxNameLength = 100;

    public ValidateOptionsResult Validate(string? name, FleetOptions options)
    {
        var problems = FindProblems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> FindProblems(FleetOptions options)
    {
        if (!IsName(options.Name))
        {
            yield return NameProblem(nameof(FleetOptions.Name), options.Name);
        }

        if (options.BudgetName is { } budget && !IsName(budget))
        {
            yield return NameProblem(nameof(FleetOptions.BudgetName), budget);
        }

        if (options.RequestsPerSecond is < 1)
        {
            yield return $"FleetOptions.RequestsPerSecond is {options.RequestsPerSecond}, but must be at least 1, or null for no limit.";
        }

        if (options.FallbackAfter < TimeSpan.Zero || options.FallbackAfter > TimeSpan.FromHours(1))
        {
            yield return $"FleetOptions.FallbackAfter is {options.FallbackAfter}, but must be from zero to 1 hour.";
        }

        if (options.MaxDeliveryAttempts < 1)
        {
            yield return $"FleetOptions.MaxDeliveryAttempts is {options.MaxDeliveryAttempts}, but must be at least 1.";
        }

        if (options.DeliveryRetryDelay <= TimeSpan.Zero || options.DeliveryRetryDelay > options.MaxDeliveryRetryDelay)
        {
            yield return $"FleetOptions.DeliveryRetryDelay is {options.DeliveryRetryDelay}, but must be more than zero and at most "
                + $"FleetOptions.MaxDeliveryRetryDelay ({options.MaxDeliveryRetryDelay}).";
        }

        if (options.MaxDeliveryRetryDelay > TimeSpan.FromDays(1))
        {
            yield return $"FleetOptions.MaxDeliveryRetryDelay is {options.MaxDeliveryRetryDelay}, but must be at most 1 day.";
        }

        if (options.HandlerTimeout <= TimeSpan.Zero || options.HandlerTimeout > TimeSpan.FromDays(1))
        {
            yield return $"FleetOptions.HandlerTimeout is {options.HandlerTimeout}, but must be more than zero and at most 1 day.";
        }
    }

    // The names are part of grain keys, which have '/' as their separator.
    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxNameLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    // Not the value: an application may have set the API key by mistake.
    private static string NameProblem(string option, string value) =>
        $"FleetOptions.{option} has {value.Length} characters, but must have 1 to {MaxNameLength} of A-Z, a-z, 0-9, '-', '_' and '.'. "
        + "It is a name that you choose, not the API key.";
}
