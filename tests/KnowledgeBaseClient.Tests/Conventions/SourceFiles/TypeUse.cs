namespace KnowledgeBaseClient.Tests.Conventions.SourceFiles;

/// <summary>One place in a source file that uses a type, a member of a type or a namespace.</summary>
/// <param name="File">The file that uses it.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Name">The type's or namespace's name. For a member, the type's name, a dot and the member's name.</param>
/// <param name="Declaration">The file that declares the type; null if it is not one of the analyzed files.</param>
/// <param name="RootNamespace">The first part of the namespace, such as <c>Polly</c>.</param>
/// <param name="Place">The kind of code around it.</param>
internal sealed record TypeUse(SourceFile File, int Line, string Name, SourceFile? Declaration, string RootNamespace, UsePlace Place)
{
    /// <summary>The name of the type, without a member's name.</summary>
    public string TypeName => Name.Split('.')[0];

    public override string ToString() => $"{File.Path}({Line}): {Name}{(Declaration is null ? "" : $" of {Declaration.Path}")}";
}
