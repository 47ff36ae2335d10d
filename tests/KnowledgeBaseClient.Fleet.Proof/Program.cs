using System.Runtime.InteropServices;
using KnowledgeBaseClient.Fleet.Proof;

if (args is ["replica", var settings])
{
    return await ReplicaProgram.RunAsync(ReplicaSettings.Parse(settings));
}

var options = ProofOptions.Parse(args);
Func<StorageServer, ProofOptions, CancellationToken, Task<ProofResult>>? proof = options?.Proof switch
{
    "requests" => RequestsProof.RunAsync,
    "kill" => KillProof.RunAsync,
    "freeze" => FreezeProof.RunAsync,
    "restart" => RestartProof.RunAsync,
    "budget" => BudgetProof.RunAsync,
    _ => null,
};
if (proof is null)
{
    Console.Error.WriteLine(ProofOptions.Usage);
    return 2;
}

using var cancellation = new CancellationTokenSource(TimeSpan.FromMinutes(15));
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
try
{
    await using var storage = await StorageServer.StartAsync(options!.Storage, cancellation.Token);
    var result = await proof(storage, options, cancellation.Token);
    Console.WriteLine($"fleet {options.Proof} {storage.Kind.ToString().ToLowerInvariant()}, {result.Figures}");
    foreach (var missed in result.MissedAims)
    {
        Console.Error.WriteLine($"missed: {missed}");
    }

    return result.MissedAims.Any() ? 1 : 0;
}
catch (Exception failure)
{
    Console.WriteLine($"fleet {options!.Proof} did not finish: {failure.GetType().Name}: {failure.Message}");
    return 1;
}

void Cancel(PosixSignalContext context)
{
    context.Cancel = true;
    cancellation.Cancel();
}
