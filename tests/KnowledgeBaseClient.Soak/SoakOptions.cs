using System.Globalization;

namespace KnowledgeBaseClient.Soak;

/// <summary>The command-line options.</summary>
internal sealed record SoakOptions(int Waits, double Faults, int Seed, int Outage)
{
    public const string Usage =
        """
        Usage: [--waits N] [--faults SHARE] [--seed N] [--outage SECONDS]
          --waits   Number of runs to wait for, at least 1. Default: 10000.
          --faults  Share of requests that fail, 0 to 0.9. Default: 0.3.
          --seed    Seed of the runs and the faults. Default: 1.
          --outage  Seconds for which the server is stopped in the middle, 0 to 600. Default: 0.
                    The waits tolerate less than 300 s, the default of WaitOptions.OutageTimeout.
        """;

    /// <summary>Parses the arguments. Returns null if they are invalid.</summary>
    public static SoakOptions? Parse(string[] arguments)
    {
        var options = new SoakOptions(10_000, 0.3, 1, 0);
        if (arguments.Length % 2 != 0)
        {
            return null;
        }

        foreach (var pair in arguments.Chunk(2))
        {
            if (options.With(pair[0], pair[1]) is not { } changed)
            {
                return null;
            }

            options = changed;
        }

        return options;
    }

    private SoakOptions? With(string name, string value) => name switch
    {
        "--waits" when TryParse(value, out int waits) && waits > 0 => this with { Waits = waits },
        "--faults" when TryParse(value, out double share) && share <= 0.9 => this with { Faults = share },
        "--seed" when TryParse(value, out int seed) => this with { Seed = seed },
        "--outage" when TryParse(value, out int outage) && outage <= 600 => this with { Outage = outage },
        _ => null,
    };

    private static bool TryParse(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool TryParse(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
}
