using System.Text;
using QuickStart;

Console.OutputEncoding = Encoding.UTF8;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // The first Ctrl-C ends the calls under way, a second one the process.
    pressed.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};

return await QuickStartProgram.RunAsync(Console.Out, Environment.GetEnvironmentVariable, isTerminal: !Console.IsOutputRedirected, stop.Token);
