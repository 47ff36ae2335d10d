using System.Text;
using KnowledgeBaseClient;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using QuickStart.Output;
using QuickStart.Service;

namespace QuickStart;

/// <summary>Creates the client and runs the examples. The calls to the library are in Examples.cs.</summary>
internal static class Program
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int InvalidSettings = 2;
    private const int Canceled = 130;

    public static async Task<int> Main()
    {
        Console.OutputEncoding = Encoding.UTF8;

        using var cancellation = new CancellationTokenSource();
        Console.CancelKeyPress += (_, keyPress) =>
        {
            // The first Ctrl+C cancels the calls in progress, the second one ends the process.
            keyPress.Cancel = !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        };

        return await RunAsync(
            Console.Out, Environment.GetEnvironmentVariable, isTerminal: !Console.IsOutputRedirected, cancellation.Token);
    }

    public static async Task<int> RunAsync(
        TextWriter output, Func<string, string?> getVariable, bool isTerminal, CancellationToken cancellationToken)
    {
        try
        {
            using var service = ServiceConnection.FromEnvironment(getVariable);
            output.WriteLine(service.Description);

            await using var services = ConfigureServices(service);
            var client = services.GetRequiredService<IRunsClient>();
            var examples = new Examples(client, service.KnowledgeBaseId, output);

            var runs = await examples.ListRunsAsync(cancellationToken);
            examples.ShowNodeProgress(runs);
            examples.HandleFailedRun(runs);
            if (service.IsSimulated)
            {
                await examples.UploadDocumentsAsync(new ProgressPrinter(output, isTerminal), cancellationToken);
            }
            else
            {
                output.WriteLine();
                output.WriteLine("This program does not change a real knowledge base. See UploadDocumentsAsync in Examples.cs.");
            }

            await examples.HandleErrorAsync(cancellationToken);
            return Success;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Exit(Canceled, output, "Canceled.");
        }
        catch (Exception error) when (error is SettingsException or OptionsValidationException or ArgumentException)
        {
            return Exit(InvalidSettings, output, $"Invalid settings. {error.Message}");
        }
        catch (KnowledgeBaseException error)
        {
            var advice = error.IsTransient ? "The error is transient: retry later." : "The error is not transient: a retry does not help.";
            return Exit(Failure, output, $"{error.GetType().Name}: {error.Message}", advice);
        }
    }

    // Without dependency injection: new RunsClient("your-api-key").
    private static ServiceProvider ConfigureServices(ServiceConnection service)
    {
        var services = new ServiceCollection();
        services.AddKnowledgeBaseClient(options =>
        {
            options.ApiKey = service.ApiKey;
            options.BaseAddress = service.BaseAddress;
            options.ApplicationName = "QuickStart";
        });

        return services.BuildServiceProvider();
    }

    private static int Exit(int exitCode, TextWriter output, params string[] lines)
    {
        output.WriteLine();
        foreach (var line in lines)
        {
            output.WriteLine(ConsoleText.ToSingleLine(line));
        }

        return exitCode;
    }
}
