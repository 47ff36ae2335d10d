using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json.Reading;

// The vectorized search and the search by SearchValues find the same index as a comparison byte by byte.
public sealed class StringScannerTests
{
    [Test]
    public void IndexOfSpecial_AnyByteAtAnyIndex_FindsSpecialBytesOnly([Range(0, 255)] int special)
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
                Assert.That(StringScanner.IndexOfSpecialVector256(text), Is.EqualTo(expected), $"byte {special} at {at} of {length}");
                Assert.That(StringScanner.IndexOfSpecialSearchValues(text), Is.EqualTo(expected), $"byte {special} at {at} of {length}");
                text.AsSpan(at).Fill((byte)'x');
            }
        }
    }

    [Test]
    public void IndexOfSpecial_EmptyText_IsMinusOne() => Assert.That(StringScanner.IndexOfSpecial([]), Is.EqualTo(-1));
}
