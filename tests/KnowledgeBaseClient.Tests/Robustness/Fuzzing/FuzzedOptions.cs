#if NET10_0_OR_GREATER
using System.Text.RegularExpressions;
using CsCheck;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// The options of a client, most of them valid.
internal sealed partial record FuzzedOptions(
    FuzzedAddress Address, string Key, bool HasProvider, string? Application, bool AllowInsecureHttp, TimeSpan[] Durations, long[] Numbers)
{
    private static readonly TimeSpan MaxDuration = TimeSpan.FromDays(1);

    private static readonly Gen<string> Keys = Gen.Frequency<string>(
        (6, Gen.OneOf("secret-1", "sk-12345", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "a,b,c,d,e", "\"quoted\"", new string('k', 4096))),
        (1, Gen.OneOf("1", "sk-1234", new string('k', 4097))),
        (2, TextGen.Any));

    private static readonly Gen<string?> InvalidApplications = Gen.OneOf(
        "two words",
        "(comment)",
        "a/",
        "/1",
        "a/1/2",
        "a;b",
        "a\r\nX-Evil: 1",
        "a\n",
        "ü",
        "",
        " ",
        "a(b)",
        "a/1 (c)",
        "a\u007f",
        "a\r\n b")!;

    private static readonly Gen<string?> Applications = Gen.Frequency<string?>(
        (4, Gen.OneOf<string?>(null, "Indexer", "Indexer/2.1", " Indexer ", "a.b-c_d!#$%&'*+^`|~/1")),
        (2, InvalidApplications),
        (1, TextGen.Any!));

    private static readonly Gen<TimeSpan> ValidDurations = Gen.OneOf(
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), Timeout.InfiniteTimeSpan, MaxDuration, TimeSpan.FromMilliseconds(1));

    private static readonly Gen<TimeSpan> EdgeDurations = Gen.OneOf(
        TimeSpan.Zero,
        TimeSpan.FromTicks(1),
        TimeSpan.FromTicks(-1),
        TimeSpan.FromSeconds(-1),
        TimeSpan.MinValue,
        TimeSpan.MaxValue,
        MaxDuration + TimeSpan.FromTicks(1));

    private static readonly Gen<TimeSpan> AnyDuration = Gen.Frequency<TimeSpan>((30, ValidDurations), (1, EdgeDurations));

    private static readonly Gen<long> AnyNumber =
        Gen.Frequency<long>((30, Gen.OneOf(1L, 3, 100)), (1, Gen.OneOf(0L, -1, int.MinValue, int.MaxValue, 101)));

    public static Gen<FuzzedOptions> Any { get; } = Gen.Select(
        FuzzedAddress.Any, Keys, Gen.Int[0, 4], Applications, Gen.Bool, AnyDuration.Array[3], AnyNumber.Array[3],
        (address, key, provider, application, insecure, durations, numbers) =>
            new FuzzedOptions(address, key, provider == 0, application, insecure, durations, numbers));

    public bool AreValid =>
        Address.IsValid(AllowInsecureHttp)
        && (HasProvider || InputRules.IsKey(Key))
        && (string.IsNullOrWhiteSpace(Application) || Product().IsMatch(Application))
        && Durations[..2].All(duration => IsDuration(duration) || duration == Timeout.InfiniteTimeSpan)
        && IsDuration(Durations[2])
        && Numbers[0] is >= 0 and <= 100
        && Numbers[1] >= 1
        && Numbers[2] >= 1;

    // Timers have a resolution of 1 ms, so a shorter timeout expires immediately.
    public bool HaveTimeoutBelowOneMillisecond =>
        Durations[..2].Any(duration => duration > TimeSpan.Zero && duration < TimeSpan.FromMilliseconds(1));

    public KnowledgeBaseClientOptions Build() => new()
    {
        BaseAddress = Address.Uri,
        ApiKey = HasProvider ? null : Key,
        ApiKeyProvider = HasProvider ? _ => ValueTask.FromResult(Key) : null,
        ApplicationName = Application,
        AllowInsecureHttp = AllowInsecureHttp,
        AttemptTimeout = Durations[0],
        TotalTimeout = Durations[1],
        MaxRetryDelay = Durations[2],
        MaxRetries = (int)Numbers[0],
        MaxRunIdsPerRequest = (int)Numbers[1],

        // The response of the handler has 2 bytes.
        MaxResponseBytes = Numbers[2] == 1 ? 2 : Numbers[2],
    };

    public override string ToString() =>
        $"{Address.Text}{(Address.IsRaw ? " (raw)" : "")}, insecure {AllowInsecureHttp}, "
        + $"{(HasProvider ? "provided " : "")}key {Escaped(Key)}, application {Escaped(Application)}, "
        + $"{string.Join(' ', Durations)}, {string.Join(' ', Numbers)}";

    private static bool IsDuration(TimeSpan duration) => duration > TimeSpan.Zero && duration <= MaxDuration;

    private static string Escaped(string? text) => text is null ? "null" : Regex.Escape(text[..Math.Min(200, text.Length)]);

    // RFC 9110, section 10.1.5: a token, or two tokens separated by a slash.
    [GeneratedRegex(@"\A[ \t]*[A-Za-z0-9!#$%&'*+.^_`|~-]+(/[A-Za-z0-9!#$%&'*+.^_`|~-]+)?[ \t]*\z")]
    private static partial Regex Product();
}
#endif
