using System.Globalization;

namespace KnowledgeBaseClient.Tests;

/// <summary>
/// How much of the property tests and of the fault matrix runs: all of it if the environment variable CI is set, a seeded part otherwise.
/// </summary>
/// <param name="IsFull">Whether everything runs.</param>
/// <param name="Seed">Selects the generated values and the part that runs. The same seed always selects the same ones.</param>
internal sealed record TestSize(bool IsFull, ulong Seed)
{
    public const string FullVariable = "CI";
    public const string SeedVariable = "KNOWLEDGEBASE_TEST_SEED";

    private const ulong DefaultSeed = 20260401;
    private const int ReducedShare = 10;
    private const int MinReducedCount = 100;

    public static TestSize Current { get; } =
        Parse(Environment.GetEnvironmentVariable(FullVariable), Environment.GetEnvironmentVariable(SeedVariable));

    public static TestSize Parse(string? full, string? seed) => new(
        !string.IsNullOrWhiteSpace(full) && !full.Trim().Equals("false", StringComparison.OrdinalIgnoreCase),
        ulong.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out var chosen) ? chosen : DefaultSeed);

    /// <summary>How many values a property test generates: in the reduced form a tenth of the full number, but at least 100.</summary>
    public int ValueCount(int fullCount) =>
        IsFull ? fullCount : Math.Min(fullCount, Math.Max(fullCount / ReducedShare, MinReducedCount));

    /// <summary>All of the choices, or in the reduced form this many different ones, selected by the seed and the index.</summary>
    public IReadOnlyList<T> Choose<T>(IReadOnlyList<T> choices, int reducedCount, int index)
    {
        if (IsFull)
        {
            return choices;
        }

        var shuffled = choices.ToArray();
        new Random(HashCode(index)).Shuffle(shuffled);
        return shuffled[..reducedCount];
    }

    // Random with a seed gives the same numbers on every runtime. Not System.HashCode, which differs in every process.
    private int HashCode(int index) => unchecked((int)((Seed * 1_000_003) + ((ulong)index * 7_919)));
}
