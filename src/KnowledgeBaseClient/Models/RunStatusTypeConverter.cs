namespace KnowledgeBaseClient;

// The empty text is the empty status, so that every status can be written and read again. Binders treat an empty text as not set.
internal sealed class RunStatusTypeConverter() : TextConverter<RunStatus>(
    static text => text.Length == 0 ? default : RunStatus.Parse(text));
