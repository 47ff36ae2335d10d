using System.Text.Json;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json;

// Compares JSON texts without the library's help: as values, and scalar by scalar as texts, so that 0.10 is not 0.1.
internal static class JsonAssert
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 2000 };

    public static void Same(string actual, string expected)
    {
        using var actualJson = JsonDocument.Parse(actual, Deep);
        using var expectedJson = JsonDocument.Parse(expected, Deep);

        Assert.That(Scalars(actualJson.RootElement), Is.EqualTo(Scalars(expectedJson.RootElement)));
        Assert.That(JsonElement.DeepEquals(actualJson.RootElement, expectedJson.RootElement));
    }

    // All but what is at the path must have kept its text. The change is the JSON that is there now, or null when nothing is.
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

    // The texts of all scalars and empty containers by where they are.
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
            scalars[path] = json.ValueKind is JsonValueKind.Object ? "{}" : json.ValueKind is JsonValueKind.Array ? "[]" : json.GetRawText();
        }

        foreach (var (name, value) in children)
        {
            Collect(value, path.Length == 0 ? name : $"{path}.{name}", scalars);
        }
    }
}
