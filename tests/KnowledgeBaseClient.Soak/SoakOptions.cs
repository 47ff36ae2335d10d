using System.Globalization;

namespace KnowledgeBaseClient.Soak;

/// <summary>What the command line asks for.</summary>
internal sealed record SoakOptions(int Waits, double Faults, int Seed)
{
    public const string Usage = "usage: [--waits N] [--faults SHARE] [--seed N], with N at least 1 and a share from 0 to 0.9";

    /// <summary>Null for arguments that make no sense.</summary>
    public static SoakOptions? From(string[] arguments)
    {
        var options = new SoakOptions(10_000, 0.3, 1);
        if (arguments.Length % 2 != 0)
        {
            return null;
        }

        foreach (var pair in arguments.Chunk(2))
        {
            var known = (pair[0], pair[1]) switch
            {
                ("--waits", var text) when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var waits) && waits > 0 => options with { Waits = waits },
                ("--faults", var text) when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share <= 0.9 => options with { Faults = share },
                ("--seed", var text) when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) => options with { Seed = seed },
                _ => null,
            };
            if (known is null)
            {
                return null;
            }

            options = known;
        }

        return options;
    }
}
