using FSharpReport = KnowledgeBaseClient.Consumers.FSharp.ImportReport;
using VisualBasicReport = KnowledgeBaseClient.Consumers.VisualBasic.ImportReport;

namespace KnowledgeBaseClient.Consumers.Languages;

/// <summary>The same program in F# and in Visual Basic.</summary>
/// <param name="Language">The name in test results.</param>
/// <param name="ListFailures">Describes the failed runs.</param>
/// <param name="WaitForAll">Waits for these runs and describes them.</param>
/// <param name="WaitForFailure">Watches until a run fails and describes it.</param>
public sealed record ImportReportProgram(
    string Language,
    Func<IRunsClient, CancellationToken, Task<IReadOnlyList<string>>> ListFailures,
    Func<IRunsClient, string[], CancellationToken, Task<IReadOnlyList<string>>> WaitForAll,
    Func<IRunsClient, CancellationToken, Task<string>> WaitForFailure)
{
    public static IEnumerable<ImportReportProgram> All =>
    [
        new(
            "F#",
            async (client, cancellationToken) => [.. await FSharpReport.listFailures(client, "kb", cancellationToken)],
            async (client, runIds, cancellationToken) => [.. await FSharpReport.waitForAll(client, "kb", runIds, cancellationToken)],
            (client, cancellationToken) => FSharpReport.waitForFailure(client, "kb", cancellationToken)),
        new(
            "Visual Basic",
            (client, cancellationToken) => new VisualBasicReport(client, "kb").ListFailuresAsync(cancellationToken),
            (client, runIds, cancellationToken) => new VisualBasicReport(client, "kb").WaitForAllAsync(runIds, cancellationToken),
            (client, cancellationToken) => new VisualBasicReport(client, "kb").WaitForFailureAsync(cancellationToken)),
    ];

    public override string ToString() => Language;
}
