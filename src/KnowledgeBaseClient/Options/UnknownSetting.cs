namespace KnowledgeBaseClient;

// An entry of a configuration section that has the name of no option, and the option with the most similar name, if there is one.
internal sealed record UnknownSetting(string Path, string? Suggestion)
{
    public string Describe() =>
        $"The configuration entry {Path} is ignored: no option has this name.{(Suggestion is null ? "" : $" Did you mean {Suggestion}?")}";
}
