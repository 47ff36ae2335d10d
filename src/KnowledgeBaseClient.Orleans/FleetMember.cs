using Microsoft.Extensions.DependencyInjection;

namespace KnowledgeBaseClient;

// One client of this process that belongs to a fleet. ServiceKey: of a keyed client, or null. OptionsName: of its options.
internal sealed record FleetMember(string? ServiceKey, FleetOptions Options)
{
    public string OptionsName => ServiceKey ?? "";

    public string Name => Options.Name;

    public string BudgetName => Options.BudgetName ?? Options.Name;

    // The client as the application has it, decorators included.
    public IRunsClient GetClient(IServiceProvider provider) => ServiceKey is null
        ? provider.GetRequiredService<IRunsClient>()
        : provider.GetRequiredKeyedService<IRunsClient>(ServiceKey);
}
