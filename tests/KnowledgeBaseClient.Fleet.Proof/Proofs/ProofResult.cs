using System.Globalization;

namespace KnowledgeBaseClient.Fleet.Proof;

/// <summary>The figures of a proof, and which of its aims were missed.</summary>
internal sealed class ProofResult
{
    private readonly List<string> _figures = [];
    private readonly List<string> _missed = [];

    public string Figures => string.Join(", ", _figures);

    public IEnumerable<string> MissedAims => _missed;

    public void Add(FormattableString figure) => _figures.Add(figure.ToString(CultureInfo.InvariantCulture));

    public void Aim(string aim, bool isMet)
    {
        if (!isMet)
        {
            _missed.Add(aim);
        }
    }

    /// <summary>No wait may be lost or wrong.</summary>
    public void Add(WaitReport report)
    {
        Add($"lost {report.Lost}, wrong {report.Wrong}");
        Aim($"no wait is lost or wrong ({report.FirstError})", report is { Lost: 0, Wrong: 0 });
    }
}
