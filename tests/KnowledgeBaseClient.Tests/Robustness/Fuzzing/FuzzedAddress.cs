#if NET10_0_OR_GREATER
using CsCheck;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// A base address, valid or not, and what it must lead to.
internal sealed record FuzzedAddress(
    string Scheme, string UserInfo, string Host, string NormalizedHost, string Port, string Path, string Suffix, bool IsRaw)
{
    private const int MaxLength = 1024;

    private static readonly Gen<(string Host, string Normalized)> Hosts = Gen.OneOf(
        ("127.0.0.1", "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
        ("LOCALHOST", "localhost"),
        ("[::1]", "[::1]"),
        ("[0:0::0001]", "[::1]"),
        ("127.1", "127.0.0.1"),
        ("example.com", "example.com"),
        ("EXAMPLE.com", "example.com"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("10.0.0.1", "10.0.0.1"),
        ("localhost.example.com", "localhost.example.com"),
        ("[2001:db8::1]", "[2001:db8::1]"));

    private static readonly Gen<string> PathSegments = Gen.OneOf(
        "", "", "api", "evil.example", "a b", "%2F", "%41", "%0d%0a", "ü", "..", ".", "\\", "a;b=c", "{x}", "'", "+", "a:b", "@", "*");

    private static readonly Gen<string> Paths = Gen.Frequency<string>(
        (4, Gen.OneOf("", "/", "/api", "/gate/way/")),
        (4, PathSegments.Array[1, 4].Select(segments => $"/{string.Join('/', segments)}")),
        (1, Gen.Int[900, 1100].Select(length => $"/{new string('p', length)}")));

    public static Gen<FuzzedAddress> Any { get; } = Gen.Select(
        Gen.Frequency<string>((8, Gen.Const("http")), (2, Gen.OneOf("https", "HTTP", "ftp"))),
        Gen.Frequency<string>((20, Gen.Const("")), (1, Gen.OneOf("user@", "user:secret@"))),
        Hosts,
        Gen.OneOf("", ":80", ":81", ":65535"),
        Paths,
        Gen.Frequency<string>((20, Gen.Const("")), (1, Gen.OneOf("?x=1", "#part"))),
        Gen.Int[0, 9],
        (scheme, user, host, port, path, suffix, raw) =>
            new FuzzedAddress(scheme, user, host.Host, host.Normalized, port, path, suffix, raw == 0));

    public string Text => $"{Scheme}://{UserInfo}{Host}{Port}{Path}{Suffix}";

    public Uri Uri => new(Text, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = IsRaw });

    public bool IsPlainHttp => Scheme is "http" or "HTTP";

    // The expected Host header of an http address.
    public string Authority => Port is "" or ":80" ? NormalizedHost : $"{NormalizedHost}{Port}";

    // As .NET canonicalizes it, even if the Uri is raw.
    public string CanonicalPath => new Uri(Text).AbsolutePath.TrimEnd('/');

    public bool IsValid(bool allowInsecureHttp) =>
        (IsPlainHttp || Scheme == "https")
        && UserInfo.Length == 0
        && Suffix.Length == 0
        && !new Uri(Text).AbsolutePath.StartsWith("//", StringComparison.Ordinal)
        && new Uri(Text).AbsoluteUri.Length <= MaxLength
        && (!IsPlainHttp || allowInsecureHttp || NormalizedHost is "127.0.0.1" or "localhost" or "[::1]");
}
#endif
