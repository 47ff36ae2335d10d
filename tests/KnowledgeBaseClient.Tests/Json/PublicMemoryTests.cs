using System.Reflection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json;

// The opaque values of a run share one buffer. Nobody outside may get hold of it, for what can be read by a span can be written by one.
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
    public void PublicMembers_OfEveryType_HandOutNoMemory(Type type)
    {
        var members = type.GetMethods(Declared).Where(IsReachable).SelectMany(HandedOut)
            .Concat(type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly)
                .Select(field => (field.Name, Type: field.FieldType)));

        Assert.That(members.Where(member => IsMemory(member.Type)).Select(member => $"{member.Name}: {member.Type}"), Is.Empty);
    }

    [TestCase(typeof(byte[]))]
    [TestCase(typeof(ReadOnlyMemory<byte>))]
    [TestCase(typeof(Task<IReadOnlyList<ArraySegment<byte>>>))]
    [TestCase(typeof(Func<Memory<byte>, int>))]
    [TestCase(typeof(Stream))]
    public void IsMemory_TypesThatGiveBytesAway_AreFound(Type type) => Assert.That(IsMemory(type));

    private static bool IsReachable(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    // What comes back, and what is passed to a caller's own code.
    private static IEnumerable<(string Name, Type Type)> HandedOut(MethodInfo method) =>
        method.GetParameters()
            .Where(parameter => parameter.ParameterType.IsByRef || typeof(Delegate).IsAssignableFrom(parameter.ParameterType))
            .Append(method.ReturnParameter)
            .Select(parameter => (method.Name, parameter.ParameterType));

    private static bool IsMemory(Type type) =>
        type.IsPointer
        || type == typeof(byte[])
        || typeof(Stream).IsAssignableFrom(type)
        || (type.HasElementType && IsMemory(type.GetElementType()!))
        || (type.IsGenericType && (Memories.Contains(type.GetGenericTypeDefinition()) || type.GetGenericArguments().Any(IsMemory)));
}
