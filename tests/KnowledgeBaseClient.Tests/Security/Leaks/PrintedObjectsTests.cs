using System.Collections;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Security.Leaks;

/// <summary>What a debugger, a log or a serializer prints of the objects that hold the key, or lead to it.</summary>
public sealed class PrintedObjectsTests
{
    private static readonly Assembly Library = typeof(RunsClient).Assembly;

    [Test]
    public async Task ToString_OfEveryObjectOfAClient_DoesNotPrintTheKey([Values] bool injected, [Values] bool byProvider)
    {
        var options = new KnowledgeBaseClientOptions
        {
            BaseAddress = new Uri("http://localhost"),
            ApiKey = byProvider ? null : SecretKey.Text,
            ApiKeyProvider = byProvider ? _ => ValueTask.FromResult(SecretKey.Text) : null,
        };
        await using var client = new MadeClient(injected, options);
        await Assert.CatchAsync<Exception>(() => client.Runs.ListAsync("kb", cancellationToken: new CancellationToken(true)));

        var reached = OwnObjects(client).ToList();

        Assert.That(reached.Select(own => own.GetType().Name), Does.Contain(nameof(RunsClient)).And.Contain(nameof(ApiKeySource)).And.Contain(nameof(KeyRedactor)));
        SecretKey.AssertAbsentFrom(string.Join("\n", reached.Select(own => $"{own}")), "a ToString()");
        SecretKey.AssertAbsentFrom(ObjectText.Of(client.Runs), "the client's properties");
    }

    [Test]
    public void Types_ThatLeadToTheKey_HaveNoDisplayOfTheirOwnInADebugger()
    {
        var displayed = Library.GetTypes().Where(type => type.IsDefined(typeof(DebuggerDisplayAttribute)) || type.IsDefined(typeof(DebuggerTypeProxyAttribute)));

        // Those of anonymous types and the like are the compiler's.
        Assert.That(displayed.Where(type => !type.Name.Contains('<')), Is.Empty);
    }

    [Test]
    public void ApiKey_InADebuggerAndInJson_IsLeftOut()
    {
        var options = new KnowledgeBaseClientOptions { ApiKey = SecretKey.Text };
        var browsable = typeof(KnowledgeBaseClientOptions).GetProperty(nameof(options.ApiKey))!.GetCustomAttribute<DebuggerBrowsableAttribute>();

        Assert.That(browsable?.State, Is.EqualTo(DebuggerBrowsableState.Never));
        SecretKey.AssertAbsentFrom($"{options} {JsonSerializer.Serialize(options)}", "the options");
    }

    // Through the fields of everything, the library's own objects, as a debugger that is told to go on would reach them.
    private static IEnumerable<object> OwnObjects(object root)
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
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!field.FieldType.IsPointer && !field.FieldType.IsByRefLike)
                {
                    yield return field.GetValue(current);
                }
            }
        }
    }
}
