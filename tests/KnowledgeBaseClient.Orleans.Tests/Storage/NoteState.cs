namespace KnowledgeBaseClient.Tests.Storage;

[GenerateSerializer]
[Alias("kb.tests.note")]
public sealed class NoteState
{
    [Id(0)]
    public string Text { get; set; } = "";
}
