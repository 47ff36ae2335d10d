using KnowledgeBaseClient;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace QuickStart;

/// <summary>The steps of the quick start, each in a file of its own.</summary>
internal static class QuickStartProgram
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int WrongSettings = 2;
    public const int Cancelled = 130;

    public static async Task<int> RunAsync(
        TextWriter output, Func<string, string?> environment, bool isTerminal, CancellationToken cancellationToken)
    {
        try
        {
            using var service = ServiceToUse.From(environment);
            await using var services = Compose(service);
            var client = services.GetRequiredService<IRunsClient>();
            service.Introduce(output);

            var runs = await client.ListAsync(service.KnowledgeBaseId, cancellationToken: cancellationToken);
            RunTable.Write(runs, output);
            NodeProgress.Write(runs, output);
            FailedRun.Write(runs, output);
            await LiveWait.ShowAsync(client, service, runs, new ProgressLines(output, isTerminal), cancellationToken);
            await UnknownKnowledgeBase.ShowAsync(client, output, cancellationToken);
            return Success;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Say(output, "Stopped before the end.", Cancelled);
        }
        catch (Exception wrong) when (wrong is SettingsException or OptionsValidationException or ArgumentException)
        {
            return Say(output, $"The settings cannot be used. {wrong.Message}", WrongSettings);
        }
        catch (KnowledgeBaseException error)
        {
            Say(output, $"{error.GetType().Name}: {error.Message}", Failure);
            output.WriteLine(error.IsTransient ? "This may pass: try again later." : "This will not pass by itself: see what the message says.");
            return Failure;
        }
    }

    // What an application with a host does in its Program.cs.
    private static ServiceProvider Compose(ServiceToUse service)
    {
        var services = new ServiceCollection();
        services.AddKnowledgeBaseClient(options =>
        {
            options.ApiKey = service.ApiKey;
            options.BaseAddress = service.Address;
            options.ApplicationName = "QuickStart";
        });

        return services.BuildServiceProvider();
    }

    private static int Say(TextWriter output, string message, int exitCode)
    {
        output.WriteLine();
        output.WriteLine(ColumnText.OneLine(message));
        return exitCode;
    }
}
