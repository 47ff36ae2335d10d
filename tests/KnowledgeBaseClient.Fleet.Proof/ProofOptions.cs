using System.Globalization;

namespace KnowledgeBaseClient.Fleet.Proof;

/// <summary>The command-line options.</summary>
internal sealed record ProofOptions
{
    public const string Usage =
        """
        Usage: requests|kill|freeze|restart|budget [--silos N,N] [--waits N] [--seconds N] [--storage postgres|redis]
          requests   Compares the requests of several silos with those of one.
          kill       Kills the silo that polls.
          freeze     Freezes a silo that delivers durable waits until the others have declared it dead.
          restart    Kills all silos and starts them on other endpoints.
          budget     Asks as fast as possible, with 50 requests per second allowed.
          --silos    Numbers of silos. All proofs but the first use the largest one, at least 3. Default: 1,2,4.
          --waits    Number of waits, at least 1. Default: 10000.
          --seconds  Time within which the runs finish, at least 10. Default: 40.
          --storage  Server of the cluster, which this program starts. Default: postgres.
        """;

    private const int MinLargeCluster = 3;
    private const int MaxSilos = 16;

    public required string Proof { get; init; }

    public IReadOnlyList<int> Silos { get; private init; } = [1, 2, 4];

    public int Waits { get; private init; } = 10_000;

    public int Seconds { get; private init; } = 40;

    public StorageKind Storage { get; private init; } = StorageKind.Postgres;

    /// <summary>The number of silos of the proofs that need others to take over.</summary>
    public int LargeCluster => Math.Max(MinLargeCluster, Silos.Max());

    public TimeSpan Duration => TimeSpan.FromSeconds(Seconds);

    /// <summary>Parses the arguments. Returns null if they are invalid.</summary>
    public static ProofOptions? Parse(string[] arguments)
    {
        if (arguments.Length % 2 == 0)
        {
            return null;
        }

        var options = new ProofOptions { Proof = arguments[0] };
        foreach (var pair in arguments.Skip(1).Chunk(2))
        {
            if (options.With(pair[0], pair[1]) is not { } changed)
            {
                return null;
            }

            options = changed;
        }

        return options;
    }

    private ProofOptions? With(string name, string value) => name switch
    {
        "--silos" when value.Split(',').Select(Number).ToArray() is var silos && silos.All(silo => silo is >= 1 and <= MaxSilos) =>
            this with { Silos = [.. silos.Distinct()] },
        "--waits" when Number(value) is >= 1 and var waits => this with { Waits = waits },
        "--seconds" when Number(value) is >= 10 and var seconds => this with { Seconds = seconds },
        "--storage" when Enum.TryParse<StorageKind>(value, ignoreCase: true, out var storage) => this with { Storage = storage },
        _ => null,
    };

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
