using System.Reflection;

namespace KnowledgeBaseClient.Tests.Conventions;

// Creates models by reflection, with a distinctive value in every public property that can be set. Two variants have no value in common.
internal static class ModelSample
{
    private static readonly DateTimeOffset Start = new(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(2));

    public static IEnumerable<PropertyInfo> PropertiesOf(Type model) => model.GetProperties().Where(property => property.CanWrite);

    public static object Create(Type model, int variant)
    {
        var instance = Activator.CreateInstance(model)!;
        foreach (var property in PropertiesOf(model))
        {
            property.SetValue(instance, ValueFor(property, variant));
        }

        return instance;
    }

    // Does what a with expression does.
    public static object With(object model, PropertyInfo property, object? value)
    {
        var copy = model.GetType().GetMethod("<Clone>$")!.Invoke(model, null)!;
        property.SetValue(copy, value);
        return copy;
    }

    public static object ValueFor(PropertyInfo property, int variant)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var text = $"{property.Name} {variant}";
        var json = RawJson.Parse($"[\"{text}\"]");
        var number = property.Name.Sum(letter => letter) + variant;
        return type == typeof(string) ? text
            : type == typeof(int) ? number
            : type == typeof(long) ? (long)number
            : type == typeof(bool) ? variant % 2 == 0
            : type == typeof(DateTimeOffset) ? Start.AddHours(number)
            : type == typeof(RunStatus) ? new RunStatus(text)
            : type == typeof(RawJson) ? json
            : type == typeof(IReadOnlyList<string>) ? new[] { text, "last" }
            : type == typeof(IReadOnlyDictionary<string, RawJson>) ? new Dictionary<string, RawJson> { [text] = json }
            : type.GetMethod("<Clone>$") is not null ? Create(type, variant)
            : throw new NotSupportedException($"Add a sample value for the type {type} to {nameof(ModelSample)}.{nameof(ValueFor)}.");
    }
}
