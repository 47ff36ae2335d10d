#if NET10_0_OR_GREATER
using CsCheck;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// An address of the service as somebody may configure it, and what it means.
internal sealed record FuzzedAddress(string Scheme, string UserInfo, string Host, string HostOnTheWire, string Port, string Path, string Rest, bool IsRaw)
{
    private const int Longest = 1024;

    private static readonly Gen<(string Host, string OnTheWire)> Hosts = Gen.OneOf(
        ("127.0.0.1", "127.0.0.1"), ("127.0.0.1", "127.0.0.1"), ("localhost", "localhost"), ("LOCALHOST", "localhost"), ("[::1]", "[::1]"), ("[0:0::0001]", "[::1]"),
        ("127.1", "127.0.0.1"), ("example.com", "example.com"), ("EXAMPLE.com", "example.com"), ("bücher.example", "xn--bcher-kva.example"), ("10.0.0.1", "10.0.0.1"),
        ("localhost.example.com", "localhost.example.com"), ("[2001:db8::1]", "[2001:db8::1]"));

    private static readonly Gen<string> Paths = Gen.Frequency<string>(
        (4, Gen.OneOf("", "/", "/api", "/gate/way/")),
        (4, Gen.OneOf("", "", "api", "evil.example", "a b", "%2F", "%41", "%0d%0a", "ü", "..", ".", "\\", "a;b=c", "{x}", "'", "+", "a:b", "@", "*").Array[1, 4]
            .Select(segments => $"/{string.Join('/', segments)}")),
        (1, Gen.Int[900, 1100].Select(length => $"/{new string('p', length)}")));

    public static Gen<FuzzedAddress> Any { get; } = Gen.Select(
        Gen.Frequency<string>((8, Gen.Const("http")), (2, Gen.OneOf("https", "HTTP", "ftp"))),
        Gen.Frequency<string>((20, Gen.Const("")), (1, Gen.OneOf("user@", "user:secret@"))),
        Hosts,
        Gen.OneOf("", ":80", ":81", ":65535"),
        Paths,
        Gen.Frequency<string>((20, Gen.Const("")), (1, Gen.OneOf("?x=1", "#part"))),
        Gen.Int[0, 9],
        (scheme, user, host, port, path, rest, raw) => new FuzzedAddress(scheme, user, host.Host, host.OnTheWire, port, path, rest, raw == 0));

    public string Text => $"{Scheme}://{UserInfo}{Host}{Port}{Path}{Rest}";

    public Uri Uri => new(Text, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = IsRaw });

    public bool IsPlainHttp => Scheme is "http" or "HTTP";

    public string Authority => Port is "" or ":80" ? HostOnTheWire : $"{HostOnTheWire}{Port}";

    // As .NET understands it, dots and all.
    public string MeantPath => new Uri(Text).AbsolutePath.TrimEnd('/');

    public bool CanBeMeant(bool allowInsecureHttp) =>
        (IsPlainHttp || Scheme == "https")
        && UserInfo.Length == 0
        && Rest.Length == 0
        && !new Uri(Text).AbsolutePath.StartsWith("//", StringComparison.Ordinal)
        && new Uri(Text).AbsoluteUri.Length <= Longest
        && (!IsPlainHttp || allowInsecureHttp || HostOnTheWire is "127.0.0.1" or "localhost" or "[::1]");
}
#endif
