using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.DependencyInjection;

/// <summary>Tests that a host validates the options when it starts.</summary>
public sealed class StartupValidationTests
{
    [Test]
    public async Task StartAsync_InvalidOptions_ThrowsWithEveryProblem()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Services:Runs:ApiKey"] = "two words",
            ["Services:Runs:BaseAddress"] = "http://example.com",
            ["Services:Runs:AttemptTimeout"] = "30",
        });
        builder.Services.AddKnowledgeBaseClient(builder.Configuration.GetSection("Services:Runs"));
        using var host = builder.Build();

        var thrown = await Assert.CatchAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.That(thrown!.Message, Does.Contain("Services:Runs:ApiKey in the configuration").And.Not.Contain("two words"));
        Assert.That(thrown.Message, Does.Contain("Services:Runs:BaseAddress in the configuration").And.Contain("plain http"));
        Assert.That(thrown.Message, Does.Contain("Services:Runs:AttemptTimeout in the configuration").And.Contain("30.00:00:00"));
    }

    [Test]
    public async Task StartAsync_KeyOf7Characters_ThrowsWithoutQuotingIt()
    {
        using var host = HostWithKey("1234567");

        var thrown = await Assert.CatchAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.That(thrown!.Message, Does.Contain("The API key is shorter than 8 characters").And.Not.Contain("1234567"));
    }

    [Test]
    public async Task StartAsync_KeyOf8Characters_Starts()
    {
        using var host = HostWithKey("12345678");

        await host.StartAsync();

        Assert.That(host.Services.GetRequiredService<IOptions<KnowledgeBaseClientOptions>>().Value.ApiKey, Is.EqualTo("12345678"));
    }

    [Test]
    public async Task StartAsync_InvalidOptionsOfKeyedOrUnkeyedClient_Throws([Values] bool keyed)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        Action<KnowledgeBaseClientOptions> configure = options => (options.ApiKey, options.MaxRetries) = (TestClients.Key, -1);
        _ = keyed
            ? builder.Services.AddKeyedKnowledgeBaseClient("tenant-a", configure)
            : builder.Services.AddKnowledgeBaseClient(configure);
        using var host = builder.Build();

        var thrown = await Assert.CatchAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.That(thrown!.Message, Does.Contain("KnowledgeBaseClientOptions.MaxRetries"));
    }

    private static IHost HostWithKey(string key)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddKnowledgeBaseClient(options => (options.ApiKey, options.BaseAddress) = (key, new Uri("http://localhost")));
        return builder.Build();
    }
}
