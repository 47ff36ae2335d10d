using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using KnowledgeBaseClient.Tests.Json.Framing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json.Reading;

// A run keeps only its own text in memory, not the response or other runs.
[Parallelizable(ParallelScope.All)]
public sealed class RetentionTests
{
    private const int RunCount = 1000;
    private const int TextLength = 20 * 1024;

    [Test]
    public async Task CopyRun_OneOfAThousandKept_KeepsNoOtherRunAlive()
    {
        var (kept, others) = KeepOne();

        Assert.That(others, Has.Count.EqualTo(2 * (RunCount - 1)));
        Assert.That(await WeakReferences.CountAliveAsync(others), Is.Zero);
        GC.KeepAlive(kept);
    }

    [Test]
    public async Task ListAsync_OneOfAThousandKept_KeepsNeitherTheResponseNorAnotherRunAlive()
    {
        var (kept, others) = await ListAndKeepOneAsync();

        Assert.That(others, Has.Count.EqualTo(2 * (RunCount - 1)));
        Assert.That(await WeakReferences.CountAliveAsync(others), Is.Zero);
        Assert.That(BytesHeldBy(kept), Is.InRange(TextLength, TextLength + 1024));
    }

    [Test]
    public void CopyRun_OneOfAThousandKept_HoldsOnlyItsText()
    {
        var (kept, _) = KeepOne();

        Assert.That(BytesHeldBy(kept), Is.InRange(TextLength, TextLength + 1024));
    }

    [Test]
    public void ReadSummary_OfALargeRun_HoldsNothingOfItsText()
    {
        var summary = RunFeed.Read(Encoding.UTF8.GetBytes($"[{Text(1)}]"), int.MaxValue, RunReader.ReadSummary).Single();

        Assert.That(BytesHeldBy(summary), Is.InRange(1, 1024));
    }

    // A separate method, so that no local variable keeps the other runs alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (Run Kept, List<WeakReference> Others) KeepOne()
    {
        var response = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Range(0, RunCount).Select(Text))}]");
        return KeepOne(RunFeed.Runs(response, int.MaxValue));
    }

    private static (Run Kept, List<WeakReference> Others) KeepOne(IReadOnlyList<Run> runs)
    {
        var others = runs.Where((_, index) => index != RunCount / 2)
            .SelectMany(run => new[] { new WeakReference(run), new WeakReference(Buffer(run)) });
        return (runs[RunCount / 2], others.ToList());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<(Run Kept, List<WeakReference> Others)> ListAndKeepOneAsync()
    {
        await using var server = ScriptedServer.Start(Reply.Json($"[{string.Join(',', Enumerable.Range(0, RunCount).Select(Text))}]"));
        using var client = TestClients.For(server);
        return KeepOne(await client.ListAsync("kb"));
    }

    private static byte[] Buffer(Run run) =>
        MemoryMarshal.TryGetArray(run.Input.Utf8, out var segment) ? segment.Array! : [];

    private static string Text(int index) =>
        $$"""
        {"id":"r-{{index}}","status":"running","progress_details":{"per_node_progress":{"a":{{index}}},"executed_nodes":["n-1"]},
         "input":"{{new string('x', TextLength)}}","new":[{{index}}]}
        """;

    // The size of all arrays and strings reachable from an object, including pooled ones.
    private static long BytesHeldBy(object root)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<object>([root]);
        var bytes = 0L;
        while (open.TryPop(out var current))
        {
            if (!current.GetType().IsValueType && !seen.Add(current))
            {
                continue;
            }

            bytes += current is string text ? sizeof(char) * text.Length : current is byte[] array ? array.Length : 0;
            IEnumerable parts = current switch
            {
                byte[] or string or Type => Array.Empty<object>(),
                Array entries => entries,
                _ => Fields(current),
            };
            foreach (var part in parts.Cast<object?>().Where(part => part is not null && !part.GetType().IsPrimitive))
            {
                open.Push(part!);
            }
        }

        return bytes;
    }

    private static IEnumerable Fields(object current)
    {
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        for (var type = current.GetType(); type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(All))
            {
                yield return field.GetValue(current);
            }
        }
    }
}
