using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KnowledgeBaseClient.Tests.Conventions.SourceFiles;

/// <summary>Compiles source files in memory to find what each of them uses. Comments and strings do not count; inferred types do.</summary>
internal sealed class TypeUseAnalysis
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14, DocumentationMode.None);

    // What the library references. Other assemblies of the tests have names that clash with the library's.
    private static readonly string[] ReferencePrefixes = ["System.", "Microsoft.", "netstandard", "Refit", "Polly"];

    // All analyses add to this one, so that the references are read only once.
    private static readonly Lazy<CSharpCompilation> EmptyCompilation = new(() => CSharpCompilation.Create(
        "Analyzed",
        [CSharpSyntaxTree.ParseText(ImplicitUsings, ParseOptions)],
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => ReferencePrefixes.Any(prefix => Path.GetFileName(path).StartsWith(prefix, StringComparison.Ordinal)))
            .Select(path => MetadataReference.CreateFromFile(path)),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)));

    // Name, member, namespace or assembly not found; a namespace in place of a type. Not CS0117: source generators add static members.
    private static readonly string[] UnresolvedNameErrors = ["CS0012", "CS0103", "CS0118", "CS0234", "CS0246", "CS1061"];

    private readonly Dictionary<SyntaxTree, SourceFile> _files;
    private readonly CSharpCompilation _compilation;

    public TypeUseAnalysis(IEnumerable<SourceFile> files)
    {
        _files = files.ToDictionary(file => CSharpSyntaxTree.ParseText(file.Text, ParseOptions, file.Path));
        _compilation = EmptyCompilation.Value.AddSyntaxTrees(_files.Keys);
        Uses = [.. _files.SelectMany(entry => UsesIn(entry.Key, entry.Value))];
    }

    /// <summary>Every use of a type, member or namespace in the files, in no particular order.</summary>
    public IReadOnlyList<TypeUse> Uses { get; }

    /// <summary>The names that the compiler cannot resolve, so that <see cref="Uses"/> lacks them.</summary>
    public IEnumerable<Diagnostic> UnresolvedNames =>
        _compilation.GetDiagnostics().Where(diagnostic => UnresolvedNameErrors.Contains(diagnostic.Id));

    private IEnumerable<TypeUse> UsesIn(SyntaxTree tree, SourceFile file)
    {
        var model = _compilation.GetSemanticModel(tree);
        var nodes = tree.GetRoot().DescendantNodes().Where(node => node is SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax);
        foreach (var node in nodes)
        {
            var info = model.GetSymbolInfo(node);
            if ((info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is { } symbol && DescribeTarget(symbol) is var (name, type, space))
            {
                yield return new TypeUse(
                    file,
                    tree.GetLineSpan(node.Span).StartLinePosition.Line + 1,
                    name,
                    type?.DeclaringSyntaxReferences.Select(reference => _files.GetValueOrDefault(reference.SyntaxTree)).FirstOrDefault(),
                    RootOf(space),
                    PlaceOf(node));
            }
        }
    }

    private static UsePlace PlaceOf(SyntaxNode node) =>
        node.FirstAncestorOrSelf<AttributeSyntax>() is not null ? UsePlace.Attribute
        : node.Ancestors().Any(IsNameOf) ? UsePlace.NameOf
        : IsAssignmentTarget(node) ? UsePlace.AssignmentTarget
        : UsePlace.Code;

    private static bool IsNameOf(SyntaxNode node) =>
        node is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "nameof" } };

    private static bool IsAssignmentTarget(SyntaxNode node)
    {
        var target = node.Parent is MemberAccessExpressionSyntax access && access.Name == node ? access : node;
        return target.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment
            && assignment.Left == target;
    }

    // Null for what is no type, member or namespace, such as a local variable or a type parameter.
    private static (string Name, INamedTypeSymbol? Type, INamespaceSymbol Space)? DescribeTarget(ISymbol symbol) => symbol switch
    {
        INamespaceSymbol space => (space.Name, null, space),
        INamedTypeSymbol type => (type.Name, type.OriginalDefinition, type.ContainingNamespace),
        IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType: { } type } =>
            (type.Name, type.OriginalDefinition, type.ContainingNamespace),
        IMethodSymbol { MethodKind: MethodKind.LocalFunction } => null,
        IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol when symbol.ContainingType is { } type =>
            ($"{type.Name}.{symbol.Name}", type.OriginalDefinition, type.ContainingNamespace),
        _ => null,
    };

    private static string RootOf(INamespaceSymbol? space)
    {
        while (space?.ContainingNamespace is { IsGlobalNamespace: false } parent)
        {
            space = parent;
        }

        return space?.Name ?? "";
    }
}
