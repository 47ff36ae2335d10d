using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Conventions;

// Every public property of every model is read, written, compared and, if it belongs to a summary, part of the summary.
// A new property fails these tests until its reader and its writer handle it.
public sealed class ModelCoverageTests
{
    private static readonly JsonSerializerOptions Plain = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static readonly Type[] Models =
    [
        .. typeof(Run).Assembly.GetExportedTypes().Where(type =>
            type.IsClass && type.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType == typeof(KnowledgeBaseJsonConverter)),
    ];

    // The properties that are not written under their own name in snake case.
    private static readonly Dictionary<string, string?> OtherNames = new()
    {
        [nameof(RunSummary.WorkflowName)] = "workflow",
        [nameof(Run.AdditionalProperties)] = null,
    };

    private static IEnumerable<TestCaseData> AllProperties =>
        from model in Models
        from property in ModelSample.PropertiesOf(model)
        select new TestCaseData(model, property).SetArgDisplayNames(model.Name, property.Name);

    private static IEnumerable<TestCaseData> SummaryProperties =>
        ModelSample.PropertiesOf(typeof(RunSummary)).Select(property => new TestCaseData(property).SetArgDisplayNames(property.Name));

    [Test]
    public void Models_All_AreCovered() => Assert.That(
        Models,
        Is.SupersetOf((Type[])[typeof(Run), typeof(RunSummary), typeof(Workflow), typeof(WorkflowMeta), typeof(ProgressDetails)]));

    [TestCaseSource(nameof(Models))]
    public void Model_WithEveryProperty_IsReadBackEqual(Type model)
    {
        var full = ModelSample.Create(model, 1);

        Assert.That(Read(Write(full), model), Is.EqualTo(Expected(full)));
    }

    [TestCaseSource(nameof(AllProperties))]
    public void Property_Constructed_IsReadBackAsWritten(Type model, PropertyInfo property)
    {
        var full = ModelSample.With(ModelSample.Create(model, 1), property, ModelSample.ValueFor(property, 2));
        var single = ModelSample.With(Minimal(model), property, ModelSample.ValueFor(property, 2));

        AssertReadBack(full, property, JsonSerializerOptions.Default);
        AssertReadBack(single, property, JsonSerializerOptions.Default);
    }

    [TestCaseSource(nameof(AllProperties))]
    public void Property_ChangedAfterReading_IsReadBackAsWritten(Type model, PropertyInfo property)
    {
        var read = Read(Write(ModelSample.Create(model, 1)), model);

        AssertReadBack(ModelSample.With(read, property, ModelSample.ValueFor(property, 2)), property, JsonSerializerOptions.Default);
    }

    [TestCaseSource(nameof(AllProperties))]
    public void Property_Written_HasItsNameInSnakeCase(Type model, PropertyInfo property)
    {
        var name = OtherNames.GetValueOrDefault(property.Name, JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));

        var json = JsonDocument.Parse(Write(ModelSample.With(Minimal(model), property, ModelSample.ValueFor(property, 2)))).RootElement;

        Assert.That(name is null || json.TryGetProperty(name, out _), Is.True, $"{json}");
    }

    [TestCaseSource(nameof(AllProperties))]
    public void Property_Changed_MakesTheModelUnequal(Type model, PropertyInfo property) =>
        AssertCompared(ModelSample.Create(model, 1), property);

    [TestCaseSource(nameof(SummaryProperties))]
    public void SummaryProperty_ReadFromTheTextOfARun_HasTheValueOfTheRun(PropertyInfo property)
    {
        var run = (Run)ModelSample.Create(typeof(Run), 1);

        var summary = Read(Write(run), typeof(RunSummary));

        Assert.That(property.GetValue(summary), Is.EqualTo(WithoutOpaqueValues(property.GetValue(run))));
    }

    [TestCase(nameof(Incomplete.NotWritten))]
    [TestCase(nameof(Incomplete.NotRead))]
    public void AssertReadBack_PropertyThatIsForgotten_Fails(string name)
    {
        var property = typeof(Incomplete).GetProperty(name)!;
        var kept = typeof(Incomplete).GetProperty(nameof(Incomplete.Kept))!;
        var model = ModelSample.Create(typeof(Incomplete), 1);

        Assert.That(() => AssertReadBack(model, property, Plain), Throws.InstanceOf<AssertionException>());
        Assert.That(() => AssertReadBack(new Incomplete { Kept = "a" }, kept, Plain), Throws.Nothing);
    }

    [Test]
    public void AssertCompared_PropertyThatIsForgotten_Fails()
    {
        var model = ModelSample.Create(typeof(Incomplete), 1);

        Assert.That(
            () => AssertCompared(model, typeof(Incomplete).GetProperty(nameof(Incomplete.NotRead))!),
            Throws.InstanceOf<AssertionException>());
        Assert.That(() => AssertCompared(model, typeof(Incomplete).GetProperty(nameof(Incomplete.Kept))!), Throws.Nothing);
    }

    [Test]
    public void ValueFor_TypeWithoutASample_NamesTheType() => Assert.That(
        () => ModelSample.ValueFor(typeof(Uri).GetProperty(nameof(Uri.HostNameType))!, 1),
        Throws.TypeOf<NotSupportedException>().With.Message.Contains(nameof(UriHostNameType)));

    private static void AssertReadBack(object model, PropertyInfo property, JsonSerializerOptions options)
    {
        var text = JsonSerializer.Serialize(model, model.GetType(), options);

        var read = JsonSerializer.Deserialize(text, model.GetType(), options)!;

        Require(Equals(property.GetValue(read), property.GetValue(Expected(model))), $"{property.Name} is lost in {text}");
    }

    private static void AssertCompared(object model, PropertyInfo property)
    {
        var changed = ModelSample.With(model, property, ModelSample.ValueFor(property, 2));
        var copy = ModelSample.With(model, property, property.GetValue(model));

        Require(!changed.Equals(model), $"Equals does not compare {property.Name}");
        Require(copy.Equals(model) && copy.GetHashCode() == model.GetHashCode(), $"A copy with the same {property.Name} is not equal");
    }

    // NUnit records a failed Assert even if the exception is caught.
    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new AssertionException(problem);
        }
    }

    private static object Minimal(Type model) => model == typeof(Run) ? new Run { Id = "r", Status = RunStatus.Queued }
        : model == typeof(RunSummary) ? new RunSummary { Id = "r", Status = RunStatus.Queued }
        : Activator.CreateInstance(model)!;

    // A summary has no opaque values, not even in its parts.
    private static object Expected(object model) => model.GetType() != typeof(RunSummary)
        ? model
        : ModelSample.PropertiesOf(model.GetType())
            .Aggregate(model, (copy, property) => ModelSample.With(copy, property, WithoutOpaqueValues(property.GetValue(copy))));

    private static object? WithoutOpaqueValues(object? value) => value?.GetType().GetMethod("<Clone>$") is null
        ? value
        : ModelSample.PropertiesOf(value.GetType())
            .Where(property => property.PropertyType == typeof(RawJson) || property.Name == nameof(Run.AdditionalProperties))
            .Aggregate(value, (part, property) => ModelSample.With(part, property, null));

    private static string Write(object model) => JsonSerializer.Serialize(model, model.GetType());

    private static object Read(string text, Type model) => JsonSerializer.Deserialize(text, model)!;

    // A model as it must not be.
    private sealed record Incomplete
    {
        public string? Kept { get; init; }

        [JsonIgnore]
        public string? NotWritten { get; init; }

        [JsonConverter(typeof(ForgetfulConverter))]
        public string? NotRead { get; init; }

        public bool Equals(Incomplete? other) => other?.Kept == Kept;

        public override int GetHashCode() => Kept?.GetHashCode(StringComparison.Ordinal) ?? 0;
    }

    private sealed class ForgetfulConverter : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => null;

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }
}
