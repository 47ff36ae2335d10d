using Microsoft.Extensions.Options;

namespace KnowledgeBaseClient;

// The clients of this process that belong to a fleet. Thread-safe.
internal sealed class FleetMembers
{
    private readonly Dictionary<string, FleetMember> _byOptionsName = new(StringComparer.Ordinal);

    public FleetMembers(IEnumerable<FleetRegistration> registrations, IOptionsMonitor<FleetOptions> options)
    {
        foreach (var registration in registrations)
        {
            var optionsName = registration.ServiceKey ?? "";
            _byOptionsName[optionsName] = new FleetMember(registration.ServiceKey, options.Get(optionsName));
        }
    }

    public IReadOnlyCollection<FleetMember> All => _byOptionsName.Values;

    // Null if this client does not belong to a fleet.
    public FleetMember? OfClient(string optionsName) => _byOptionsName.GetValueOrDefault(optionsName);

    // By its name in the cluster. A silo may lack a client that others have, for example while a new version is rolled out.
    public FleetMember Named(string name) => _byOptionsName.Values.FirstOrDefault(member => member.Name == name)
        ?? throw new FleetUnavailableException(
            $"This silo has no client with the fleet name \"{name}\". Call AddFleet with this name in every silo of the cluster.");
}
