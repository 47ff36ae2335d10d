using Microsoft.Extensions.DependencyInjection;

namespace KnowledgeBaseClient;

// Removes the API key of the client of a fleet from messages of failures.
internal static class FleetRedactor
{
    public static Func<string, string> Of(IServiceProvider services, string fleetName)
    {
        var member = services.GetRequiredService<FleetMembers>().All.FirstOrDefault(member => member.Name == fleetName);
        var clients = services.GetService<RegisteredClients>();
        return text => member is null || clients is null ? text : clients.Get(member.OptionsName).Redactor.RedactTruncated(text);
    }
}
