namespace KnowledgeBaseClient.Tests.Conventions.SourceFiles;

/// <summary>The kind of code around the use of a type.</summary>
internal enum UsePlace
{
    Code,
    Attribute,
    NameOf,
    AssignmentTarget,
}
