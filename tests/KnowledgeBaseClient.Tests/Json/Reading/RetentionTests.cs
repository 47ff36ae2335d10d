using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using KnowledgeBaseClient.Tests.Json.Framing;
using KnowledgeBaseClient.Tests.Robustness.Leaks;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json.Reading;

// What a run keeps alive is its own text, not the answer that it came with.
[Parallelizable(ParallelScope.All)]
public sealed class RetentionTests
{
    private const int RunCount = 1000;
    private const int TextLength = 20 * 1024;

    [Test]
    public async Task CopyRun_OneOfAThousandKept_KeepsNoOtherAlive()
    {
        var (kept, others) = KeepOne();

        Assert.That(others, Has.Count.EqualTo(2 * (RunCount - 1)));
        Assert.That(await WeakReferences.CountAliveAsync(others), Is.Zero);
        GC.KeepAlive(kept);
    }

    [Test]
    public async Task ListAsync_OneOfAThousandKept_KeepsNeitherTheAnswerNorAnotherRun()
    {
        var (kept, others) = await ListAndKeepOneAsync();

        Assert.That(others, Has.Count.EqualTo(2 * (RunCount - 1)));
        Assert.That(await WeakReferences.CountAliveAsync(others), Is.Zero);
        Assert.That(BytesHeldBy(kept), Is.InRange(TextLength, TextLength + 1024));
    }

    [Test]
    public void CopyRun_OneOfAThousandKept_HoldsNoMoreThanItsText()
    {
        var (kept, _) = KeepOne();

        Assert.That(BytesHeldBy(kept), Is.InRange(TextLength, TextLength + 1024));
    }

    [Test]
    public void ReadSummary_OfALargeRun_HoldsNothingOfItsText()
    {
        var summary = RunFeed.Take(Encoding.UTF8.GetBytes($"[{Text(1)}]"), int.MaxValue, RunReader.ReadSummary).Single();

        Assert.That(BytesHeldBy(summary), Is.InRange(1, 1024));
    }

    // In a method of its own, so that no local outlives it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (Run Kept, List<WeakReference> Others) KeepOne()
    {
        var answer = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Range(0, RunCount).Select(Text))}]");
        return KeepOne(RunFeed.Runs(answer, int.MaxValue));
    }

    private static (Run Kept, List<WeakReference> Others) KeepOne(IReadOnlyList<Run> runs)
    {
        var others = runs.Where((_, index) => index != RunCount / 2).SelectMany(run => new[] { new WeakReference(run), new WeakReference(Buffer(run)) });
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
        {"id":"r-{{index}}","status":"running","progress_details":{"per_node_progress":{"a":{{index}}},"executed_nodes":["n-1"]},"input":"{{new string('x', TextLength)}}","new":[{{index}}]}
        """;

    // All arrays and strings that can be reached from an object, the shared ones included.
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
            IEnumerable parts = current is byte[] or string or Type ? Array.Empty<object>() : current is Array entries ? entries : Fields(current);
            foreach (var part in parts.Cast<object?>().Where(part => part is not null && !part.GetType().IsPrimitive))
            {
                open.Push(part!);
            }
        }

        return bytes;
    }

    private static IEnumerable Fields(object current)
    {
        for (var type = current.GetType(); type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field.GetValue(current);
            }
        }
    }
}
