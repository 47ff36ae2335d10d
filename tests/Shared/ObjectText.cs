using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace KnowledgeBaseClient.TestSupport;

/// <summary>Collects all text that can be reached from an object through public members, as a logger might print it.</summary>
internal static class ObjectText
{
    private const int MaxDepth = 8;

    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Walk(value, text, new HashSet<object>(ReferenceEqualityComparer.Instance), 0);
        return text.ToString();
    }

    private static void Walk(object? value, StringBuilder text, HashSet<object> seen, int depth)
    {
        if (value is null || depth > MaxDepth || (!value.GetType().IsValueType && !seen.Add(value)))
        {
            return;
        }

        text.AppendLine(Convert.ToString(value, CultureInfo.InvariantCulture));
        if (value is string || value.GetType().IsPrimitive || value is Type or MemberInfo or Assembly or Module)
        {
            return;
        }

        if (value is IEnumerable items)
        {
            foreach (var item in items)
            {
                Walk(item, text, seen, depth + 1);
            }
        }

        foreach (var field in value.GetType().GetFields(BindingFlags.Public | BindingFlags.Instance))
        {
            Walk(field.GetValue(value), text, seen, depth + 1);
        }

        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length == 0 && property.CanRead)
            {
                Walk(Read(property, value), text, seen, depth + 1);
            }
        }
    }

    private static object? Read(PropertyInfo property, object value)
    {
        try
        {
            return property.GetValue(value);
        }
        catch (TargetInvocationException)
        {
            return null;
        }
    }
}
