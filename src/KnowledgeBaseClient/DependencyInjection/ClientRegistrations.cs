using Microsoft.Extensions.DependencyInjection;

namespace KnowledgeBaseClient;

// The descriptors with which this library has registered its clients in a service collection.
internal sealed class ClientRegistrations
{
    private readonly IServiceCollection _services;
    private readonly Dictionary<string, ServiceDescriptor> _descriptors;

    private ClientRegistrations(IServiceCollection services, IEnumerable<KeyValuePair<string, ServiceDescriptor>> descriptors)
    {
        _services = services;
        _descriptors = new(descriptors, StringComparer.Ordinal);
    }

    // Returns the instance of this service collection. A copy of another collection has the instance of that one.
    public static ClientRegistrations Of(IServiceCollection services)
    {
        var existing = services.FirstOrDefault(service => service.ServiceType == typeof(ClientRegistrations));
        var known = existing?.ImplementationInstance as ClientRegistrations;
        if (known is not null && ReferenceEquals(known._services, services))
        {
            return known;
        }

        var own = new ClientRegistrations(services, known?._descriptors ?? []);
        if (existing is not null)
        {
            services.Remove(existing);
        }

        services.AddSingleton(own);
        return own;
    }

    // False if the collection has this client already, from this library or from the application.
    public bool TryAdd(string optionsName, ServiceDescriptor descriptor)
    {
        if (_services.Any(other => IsSameService(other, descriptor)))
        {
            return false;
        }

        _services.Add(descriptor);
        _descriptors[optionsName] = descriptor;
        return true;
    }

    // Whether the application uses another client in place of this one, as tests do. Then nothing needs the options when the host starts.
    public bool IsReplaced(string optionsName) =>
        !_descriptors.TryGetValue(optionsName, out var descriptor)
        || _services.LastOrDefault(other => IsSameService(other, descriptor)) != descriptor;

    private static bool IsSameService(ServiceDescriptor one, ServiceDescriptor other) =>
        one.ServiceType == other.ServiceType && Equals(one.ServiceKey, other.ServiceKey);
}
