using System.Text.Json;

namespace KnowledgeBaseClient.Consumers.WebApi;

/// <summary>An OpenAPI document, as far as the tests read it.</summary>
internal sealed class OpenApiSchemas(string json)
{
    private readonly JsonElement _document = JsonDocument.Parse(json).RootElement;

    /// <summary>Returns the name of the schema that a successful response, or each entry of its list, has.</summary>
    public string ResponseSchema(string path, string contentType)
    {
        var schema = SchemaOfResponse(path, contentType);
        return NameOf(schema.TryGetProperty("items", out var items) ? items : schema);
    }

    /// <summary>Returns the name of the schema that each value of a dictionary has.</summary>
    public string DictionarySchema(string path) => NameOf(SchemaOfResponse(path, "application/json").GetProperty("additionalProperties"));

    /// <summary>Returns the paths of the fields that are unknown to the schema, missing, or of another type.</summary>
    public List<string> Undescribed(string schema, string json)
    {
        var found = new List<string>();
        Compare(Schema(schema), JsonDocument.Parse(json).RootElement, "", found);
        return found;
    }

    private static string NameOf(JsonElement reference) => reference.GetProperty("$ref").GetString()!.Split('/')[^1];

    private JsonElement SchemaOfResponse(string path, string contentType) =>
        _document.GetProperty("paths").GetProperty(path).GetProperty("get").GetProperty("responses").GetProperty("200")
            .GetProperty("content").GetProperty(contentType).GetProperty("schema");

    private JsonElement Schema(string name) => _document.GetProperty("components").GetProperty("schemas").GetProperty(name);

    private void Compare(JsonElement schema, JsonElement value, string path, List<string> found)
    {
        schema = Resolve(schema, value);
        if (!Types(schema).Contains(TypeOf(value)) && Types(schema).Length > 0)
        {
            found.Add(path);
        }
        else if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            foreach (var entry in value.EnumerateArray())
            {
                Compare(items, entry, $"{path}[]", found);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties))
        {
            CompareFields(schema, properties, value, path.Length == 0 ? "" : $"{path}.", found);
        }
    }

    private void CompareFields(JsonElement schema, JsonElement properties, JsonElement value, string prefix, List<string> found)
    {
        foreach (var field in value.EnumerateObject())
        {
            if (properties.TryGetProperty(field.Name, out var property))
            {
                Compare(property, field.Value, $"{prefix}{field.Name}", found);
            }
            else
            {
                found.Add($"{prefix}{field.Name}");
            }
        }

        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!) : [];
        found.AddRange(required.Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{prefix}{name}"));
    }

    // The referenced schema, and of alternatives the one for null or the other one.
    private JsonElement Resolve(JsonElement schema, JsonElement value)
    {
        if (schema.TryGetProperty("oneOf", out var alternatives))
        {
            var isNull = value.ValueKind == JsonValueKind.Null;
            schema = alternatives.EnumerateArray().First(alternative => Types(alternative).Contains("null") == isNull);
        }

        return schema.TryGetProperty("$ref", out _) ? Schema(NameOf(schema)) : schema;
    }

    // Empty if any type is allowed.
    private static string[] Types(JsonElement schema) =>
        !schema.TryGetProperty("type", out var type) ? []
        : type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(name => name.GetString()!)]
        : [type.GetString()!];

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "integer",
        JsonValueKind.Null => "null",
        _ => "boolean",
    };
}
