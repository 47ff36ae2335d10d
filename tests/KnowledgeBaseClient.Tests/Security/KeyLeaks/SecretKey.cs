using System.Net;
using System.Text.Json;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Security.KeyLeaks;

/// <summary>An API key with characters that JSON, URLs and HTML escape.</summary>
internal static class SecretKey
{
    public const string Text = "sk-Se<r>et&\"k+e/y'";

    private static readonly string[] Forms =
        [Text, JsonEncodedText.Encode(Text).ToString(), Uri.EscapeDataString(Text), WebUtility.HtmlEncode(Text), "Se<r>et", "sk-Se"];

    public static bool IsIn(string text) => Array.Exists(Forms, form => text.Contains(form, StringComparison.Ordinal));

    public static void AssertAbsentFrom(string text, string place) =>
        Assert.That(IsIn(text) ? text : "", Is.Empty, $"The API key is in {place}.");
}
