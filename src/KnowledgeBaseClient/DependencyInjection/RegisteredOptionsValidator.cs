using Microsoft.Extensions.Options;

namespace KnowledgeBaseClient;

// Validates options when the host starts, but only those of clients that the application uses: one whose tests replace IRunsClient starts
// without a key. RegisteredClients validates again when a client is created, also behind a decorator.
internal sealed class RegisteredOptionsValidator(ClientRegistrations registrations) : IValidateOptions<KnowledgeBaseClientOptions>
{
    public ValidateOptionsResult Validate(string? name, KnowledgeBaseClientOptions options)
    {
        if (registrations.IsReplaced(name ?? ""))
        {
            return ValidateOptionsResult.Skip;
        }

        var problems = FindProblems(name ?? "", options);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    // An application may register several clients. A misspelled entry is only mentioned if it can be the cause of a problem.
    public static IReadOnlyList<string> FindProblems(string name, KnowledgeBaseClientOptions options)
    {
        var client = name.Length == 0 ? "" : $"Client \"{name}\": ";
        List<string> problems = [.. OptionsValidator.FindProblems(options).Select(problem => $"{client}{problem}")];
        return problems.Count == 0
            ? problems
            : [.. problems, .. options.UnknownSettings.Select(setting => $"{client}{setting.Describe()}")];
    }
}
