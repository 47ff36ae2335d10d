using System.Reflection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Conventions;

// The opaque values of a run share one buffer. No public member exposes it, because the memory behind a span can also be written to.
[Parallelizable(ParallelScope.All)]
public sealed class PublicMemoryTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Type[] Memories =
    [
        typeof(Memory<>), typeof(ReadOnlyMemory<>), typeof(Span<>), typeof(ReadOnlySpan<>), typeof(ArraySegment<>),
        typeof(System.Buffers.ReadOnlySequence<>), typeof(System.Buffers.IMemoryOwner<>),
    ];

    private static IEnumerable<Type> PublicTypes => typeof(RawJson).Assembly.GetExportedTypes();

    [TestCaseSource(nameof(PublicTypes))]
    public void PublicMembers_OfEveryType_ExposeNoMemory(Type type)
    {
        var members = type.GetMethods(Declared).Where(IsReachable).SelectMany(Exposed)
            .Concat(type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly)
                .Select(field => (field.Name, Type: field.FieldType)));

        Assert.That(members.Where(member => IsMemory(member.Type)).Select(member => $"{member.Name}: {member.Type}"), Is.Empty);
    }

    [TestCase(typeof(byte[]))]
    [TestCase(typeof(ReadOnlyMemory<byte>))]
    [TestCase(typeof(Task<IReadOnlyList<ArraySegment<byte>>>))]
    [TestCase(typeof(Func<Memory<byte>, int>))]
    [TestCase(typeof(Stream))]
    public void IsMemory_TypesThatExposeBytes_IsTrue(Type type) => Assert.That(IsMemory(type));

    private static bool IsReachable(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    // Return values, and arguments passed to delegates and by reference. What a delegate of the application returns is its own.
    private static IEnumerable<(string Name, Type Type)> Exposed(MethodInfo method) =>
        method.GetParameters()
            .Where(parameter => parameter.ParameterType.IsByRef)
            .Concat(method.GetParameters().SelectMany(parameter => ParametersOf(parameter.ParameterType)))
            .Append(method.ReturnParameter)
            .Select(parameter => (method.Name, parameter.ParameterType));

    private static ParameterInfo[] ParametersOf(Type type) =>
        typeof(Delegate).IsAssignableFrom(type) ? type.GetMethod("Invoke")?.GetParameters() ?? [] : [];

    private static bool IsMemory(Type type) =>
        type.IsPointer
        || type == typeof(byte[])
        || typeof(Stream).IsAssignableFrom(type)
        || (type.HasElementType && IsMemory(type.GetElementType()!))
        || (type.IsGenericType && (Memories.Contains(type.GetGenericTypeDefinition()) || type.GetGenericArguments().Any(IsMemory)));
}
