using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient.Consumers.Configuration;

/// <summary>Starts an application with the text of an appsettings.json file.</summary>
internal static class AppSettings
{
    public static HostApplicationBuilder CreateBuilder(string json)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)));
        builder.Logging.AddFakeLogging();
        return builder;
    }
}
