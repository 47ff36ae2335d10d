using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace KnowledgeBaseClient.Fleet.Proof;

/// <summary>The process of a replica, as its parent sees it.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private const int Stop = 19;
    private const int Continue = 18;
    private const int ShownErrors = 10;

    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _reports = new();
    private readonly ConcurrentQueue<Delivery> _deliveries;
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly Process _process;
    private readonly Task _reading;

    public Replica(ReplicaSettings settings, ConcurrentQueue<Delivery> deliveries)
    {
        Number = settings.Number;
        _deliveries = deliveries;
        _process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["replica", settings.ToString()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _reading = Task.WhenAll(Task.Run(ReadAsync), Task.Run(ReadErrorsAsync));
    }

    public int Number { get; }

    /// <summary>Ends when the process has ended.</summary>
    public Task Exited => _process.WaitForExitAsync();

    public bool IsRunning => !_process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>The last lines that the replica has logged.</summary>
    public string Errors => string.Join(Environment.NewLine, _errors);

    public async Task SendAsync<T>(string word, T value)
    {
        await _process.StandardInput.WriteLineAsync($"{word} {JsonSerializer.Serialize(value)}");
        await _process.StandardInput.FlushAsync();
    }

    public async Task<T> ReceiveAsync<T>(string word, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<T>(await ReportOf(word).Task.WaitAsync(cancellationToken))!;

    public void Kill() => _process.Kill();

    public void Freeze() => Send(Stop);

    public void Thaw() => Send(Continue);

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            _process.Kill();
        }

        await _reading;
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Signal(int processId, int signal);

    private void Send(int signal)
    {
        if (Signal(_process.Id, signal) != 0)
        {
            throw new ReplicaException($"Signal {signal} did not reach replica {Number}.");
        }
    }

    private TaskCompletionSource<string> ReportOf(string word) =>
        _reports.GetOrAdd(word, _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var word = line.Split(' ', 2)[0];
            var value = line[Math.Min(line.Length, word.Length + 1)..];
            switch (word)
            {
                case "delivered":
                    _deliveries.Enqueue(JsonSerializer.Deserialize<Delivery>(value)! with { Replica = Number });
                    break;
                case "failed":
                    FailAll($"Replica {Number} failed: {value}");
                    break;
                default:
                    ReportOf(word).TrySetResult(value);
                    break;
            }
        }

        FailAll($"Replica {Number} has ended.");
    }

    // Reports that come later are not awaited.
    private void FailAll(string problem)
    {
        foreach (var word in (string[])["ready", "waited", "registered", "asked"])
        {
            ReportOf(word).TrySetException(new ReplicaException($"{problem}{Environment.NewLine}{Errors}"));
        }
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            _errors.Enqueue(line);
            while (_errors.Count > ShownErrors)
            {
                _errors.TryDequeue(out _);
            }
        }
    }
}
