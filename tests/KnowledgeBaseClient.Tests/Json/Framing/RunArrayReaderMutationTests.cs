using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json.Framing;

// Single-byte changes of a small list of runs: the result is the same as with System.Text.Json.
public sealed class RunArrayReaderMutationTests
{
    private const string Small = $$"""
        [{"id":"a","status":"ü","x":[{"\"]":"}\\"}]},
         {"id":"b","status":"\u0062","progress":1.5e1}]
        """;

    [Test]
    public void TryReadRun_AnyByteChangedOrInserted_AgreesWithSystemTextJson()
    {
        var response = Encoding.UTF8.GetBytes(Small);
        foreach (var replacement in "[]{},:\"\\ 0n\n"u8.ToArray().Append((byte)0xFF))
        {
            for (var position = 0; position < response.Length; position++)
            {
                byte[] replaced = [.. response[..position], replacement, .. response[(position + 1)..]];
                byte[] inserted = [.. response[..position], replacement, .. response[position..]];

                AssertAgrees(replaced);
                AssertAgrees(inserted);
            }
        }
    }

    [Test]
    public void TryReadRun_AnyByteMissing_AgreesWithSystemTextJson()
    {
        var response = Encoding.UTF8.GetBytes(Small);
        for (var position = 0; position < response.Length; position++)
        {
            AssertAgrees([.. response[..position], .. response[(position + 1)..]]);
        }
    }

    private static void AssertAgrees(byte[] response)
    {
        var expected = DeserializeRuns(response);
        var (failure, read) = RunFeed.TryRead(response, 5);
        var text = Encoding.UTF8.GetString(response);

        if (expected is null && failure is null)
        {
            // The error is in an opaque value, which is parsed only when it is read or written.
            Assert.That(() => read.ConvertAll(RunText.Write), Throws.InstanceOf<JsonException>(), text);
            return;
        }

        Assert.That(failure is null, Is.EqualTo(expected is not null), $"{text}: {failure?.Message}");
        if (failure is null)
        {
            Assert.That(read, Is.EqualTo(expected), text);
        }
        else if (failure.EndsEarly)
        {
            Assert.That(IsValidBeginning(response), Is.True, $"{text}: {failure.Message}");
        }
    }

    // Returns null if System.Text.Json does not find a list of objects.
    private static List<Run>? DeserializeRuns(byte[] response)
    {
        try
        {
            var runs = Utf8.IsValid(response) ? JsonSerializer.Deserialize<List<Run>>(response) : null;
            return runs is not null && !runs.Contains(null!) ? runs : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsValidBeginning(byte[] response)
    {
        var reader = new Utf8JsonReader(response, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
