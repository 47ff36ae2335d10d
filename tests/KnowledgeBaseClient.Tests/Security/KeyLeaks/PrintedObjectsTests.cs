using System.Collections;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Security.KeyLeaks;

/// <summary>Objects that hold or reference the key do not reveal it in a debugger, a log or serialized form.</summary>
public sealed class PrintedObjectsTests
{
    private const BindingFlags AllDeclaredFields =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Assembly Library = typeof(RunsClient).Assembly;

    [Test]
    public async Task ToString_EveryObjectOfAClient_DoesNotContainTheKey([Values] bool injected, [Values] bool byProvider)
    {
        var options = new KnowledgeBaseClientOptions
        {
            BaseAddress = new Uri("http://localhost"),
            ApiKey = byProvider ? null : SecretKey.Text,
            ApiKeyProvider = byProvider ? _ => ValueTask.FromResult(SecretKey.Text) : null,
        };
        await using var client = new ClientUnderTest(injected, options);
        await Assert.CatchAsync<Exception>(() => client.Runs.ListAsync("kb", cancellationToken: new CancellationToken(true)));

        var reached = LibraryObjects(client).ToList();

        string[] expectedTypes = [nameof(RunsClient), nameof(ApiKeySource), nameof(KeyRedactor)];
        Assert.That(reached.Select(item => item.GetType().Name), Is.SupersetOf(expectedTypes));
        SecretKey.AssertAbsentFrom(string.Join("\n", reached.Select(item => $"{item}")), "a ToString()");
        SecretKey.AssertAbsentFrom(ObjectText.Of(client.Runs), "the client's properties");
    }

    [Test]
    public void Types_OfTheLibrary_HaveNoCustomDebuggerDisplay()
    {
        var customized = Library.GetTypes().Where(type =>
            type.IsDefined(typeof(DebuggerDisplayAttribute)) || type.IsDefined(typeof(DebuggerTypeProxyAttribute)));

        // The compiler adds these attributes to the types it generates.
        Assert.That(customized.Where(type => !type.Name.Contains('<')), Is.Empty);
    }

    [Test]
    public void ApiKey_InADebuggerAndInJson_IsHidden()
    {
        var options = new KnowledgeBaseClientOptions { ApiKey = SecretKey.Text };
        var property = typeof(KnowledgeBaseClientOptions).GetProperty(nameof(options.ApiKey))!;

        Assert.That(property.GetCustomAttribute<DebuggerBrowsableAttribute>()?.State, Is.EqualTo(DebuggerBrowsableState.Never));
        SecretKey.AssertAbsentFrom($"{options} {JsonSerializer.Serialize(options)}", "the options");
    }

    // All objects of the library that are reachable through fields, like those that a debugger can expand.
    private static IEnumerable<object> LibraryObjects(object root)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Queue<object>([root]);
        while (open.TryDequeue(out var current))
        {
            if (current is string or MemberInfo or Assembly or Module or Thread || current.GetType().IsPrimitive || !seen.Add(current))
            {
                continue;
            }

            if (current.GetType().Assembly == Library)
            {
                yield return current;
            }

            foreach (var part in current is Array items ? items : Fields(current))
            {
                if (part is not null)
                {
                    open.Enqueue(part);
                }
            }
        }
    }

    private static IEnumerable Fields(object current)
    {
        for (var type = current.GetType(); type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(AllDeclaredFields))
            {
                if (!field.FieldType.IsPointer && !field.FieldType.IsByRefLike)
                {
                    yield return field.GetValue(current);
                }
            }
        }
    }
}
