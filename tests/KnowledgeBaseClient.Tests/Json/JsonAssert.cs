using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json;

// Compares JSON texts with System.Text.Json: as values, and scalar by scalar as texts, so that 0.10 and 0.1 differ.
internal static class JsonAssert
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 2000 };

    public static void Same(string actual, string expected)
    {
        using var actualJson = JsonDocument.Parse(actual, Deep);
        using var expectedJson = JsonDocument.Parse(expected, Deep);

        Assert.That(Scalars(actualJson.RootElement), Is.EqualTo(Scalars(expectedJson.RootElement)));
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(actual, null, Deep), JsonNode.Parse(expected, null, Deep)));
    }

    // Asserts that everything except the value at the path kept its text. The change is the new JSON at the path, or null if it was
    // removed.
    public static void OnlyChanged(string before, string after, string path, string? change)
    {
        using var beforeJson = JsonDocument.Parse(before, Deep);
        using var afterJson = JsonDocument.Parse(after, Deep);

        var expected = Scalars(beforeJson.RootElement);
        foreach (var key in expected.Keys.Where(key => key == path || key.StartsWith($"{path}.", StringComparison.Ordinal)).ToList())
        {
            expected.Remove(key);
        }

        if (change is not null)
        {
            using var changeJson = JsonDocument.Parse(change);
            Collect(changeJson.RootElement, path, expected);
        }

        Assert.That(Scalars(afterJson.RootElement), Is.EqualTo(expected));
    }

    // The texts of all scalars and empty containers by their path.
    private static SortedDictionary<string, string> Scalars(JsonElement json)
    {
        var scalars = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Collect(json, "", scalars);
        return scalars;
    }

    private static void Collect(JsonElement json, string path, SortedDictionary<string, string> scalars)
    {
        var children = json.ValueKind switch
        {
            JsonValueKind.Object => json.EnumerateObject().Select(property => (property.Name, property.Value)).ToList(),
            JsonValueKind.Array => json.EnumerateArray().Select((entry, index) => ($"{index}", entry)).ToList(),
            _ => [],
        };

        if (children.Count == 0)
        {
            scalars[path] = json.ValueKind switch
            {
                JsonValueKind.Object => "{}",
                JsonValueKind.Array => "[]",
                _ => json.GetRawText(),
            };
        }

        foreach (var (name, value) in children)
        {
            Collect(value, path.Length == 0 ? name : $"{path}.{name}", scalars);
        }
    }
}
