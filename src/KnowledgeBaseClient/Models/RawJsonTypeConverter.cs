namespace KnowledgeBaseClient;

// The empty text is the absent value.
internal sealed class RawJsonTypeConverter() : TextConverter<RawJson>(static text => text.Length == 0 ? default : RawJson.Parse(text));
