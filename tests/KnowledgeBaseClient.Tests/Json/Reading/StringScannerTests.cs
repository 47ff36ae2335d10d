using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json.Reading;

/// <summary>The length of a plain text is the same by vectors, by search and character by character.</summary>
public sealed class StringScannerTests
{
    [Test]
    public void Length_AnyByteAnywhere_EndsThereIfItIsSpecial([Range(0, 255)] int special)
    {
        var isSpecial = special is '"' or '\\' or < 0x20;
        for (var length = 1; length <= 100; length++)
        {
            var text = new byte[length];
            text.AsSpan().Fill((byte)'x');
            for (var at = 0; at < length; at++)
            {
                text[at] = (byte)special;
                if (at + 3 < length)
                {
                    text[at + 3] = (byte)'"';
                }

                var expected = isSpecial ? at : at + 3 < length ? at + 3 : -1;
                Assert.That(StringScanner.LengthByVectors(text), Is.EqualTo(expected), $"byte {special} at {at} of {length}");
                Assert.That(StringScanner.LengthBySearch(text), Is.EqualTo(expected), $"byte {special} at {at} of {length}");
                text.AsSpan(at).Fill((byte)'x');
            }
        }
    }

    [Test]
    public void Length_OfNothing_IsNone() => Assert.That(StringScanner.Length([]), Is.EqualTo(-1));
}
