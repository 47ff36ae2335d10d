using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KnowledgeBaseClient.Tests.Conventions.SourceFiles;

/// <summary>Limits for every C# file, so that each can be read without scrolling far.</summary>
internal static class SourceFileRules
{
    public const int MaxColumns = 140;
    public const int MaxLines = 250;

    public static IEnumerable<string> LongLines(SourceFile file) =>
        file.Lines
            .Where(entry => entry.Line.Length > MaxColumns)
            .Select(entry => $"{file.Path}({entry.Number}): {entry.Line.Length} columns");

    public static IEnumerable<string> TooManyLines(SourceFile file) =>
        file.Lines.Count() is > MaxLines and var lines ? [$"{file.Path}: {lines} lines"] : [];

    public static IEnumerable<string> SeveralPublicTypes(SourceFile file)
    {
        var types = CSharpSyntaxTree.ParseText(file.Text).GetRoot()
            .DescendantNodes(node => node is not BaseTypeDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
            .Where(member => member.Modifiers.Any(SyntaxKind.PublicKeyword))
            .ToList();
        return types.Count > 1 ? [$"{file.Path}: {types.Count} public types"] : [];
    }
}
