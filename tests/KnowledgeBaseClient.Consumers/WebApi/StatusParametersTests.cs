using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Consumers.WebApi;

/// <summary>Statuses as parameters of controllers and minimal APIs.</summary>
public sealed class StatusParametersTests
{
    [TestCase("/mvc?status=Failed", ExpectedResult = "failed")]
    [TestCase("/mvc?status=new_status", ExpectedResult = "new_status")]
    [TestCase("/mvc", ExpectedResult = "none")]
    [TestCase("/mvc/all?status=failed&status=STOPPED", ExpectedResult = "failed,stopped")]
    [TestCase("/minimal?status=Failed", ExpectedResult = "failed")]
    [TestCase("/minimal", ExpectedResult = "none")]
    [TestCase("/minimal/all?status=failed&status=STOPPED", ExpectedResult = "failed,stopped")]
    public async Task<string> Parameter_OfAStatus_IsBound(string path)
    {
        await using var app = await StartAsync();
        using var client = app.GetTestClient();

        return await client.GetStringAsync(path);
    }

    [TestCase("/mvc/required", HttpStatusCode.OK, "''")]
    [TestCase("/minimal/required", HttpStatusCode.BadRequest, "")]
    public async Task Parameter_Required_MayBeMissingInControllersOnly(string path, HttpStatusCode status, string body)
    {
        await using var app = await StartAsync();
        using var client = app.GetTestClient();

        using var response = await client.GetAsync(path);

        Assert.That(response.StatusCode, Is.EqualTo(status));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo(body));
    }

    private static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddControllers().ConfigureApplicationPartManager(
            parts => parts.ApplicationParts.Add(new AssemblyPart(typeof(StatusController).Assembly)));
        var app = builder.Build();
        app.MapControllers();
        app.MapGet("/minimal", (RunStatus? status) => status?.Value ?? "none");
        app.MapGet("/minimal/all", (RunStatus[] status) => string.Join(',', status));
        app.MapGet("/minimal/required", (RunStatus status) => status.Value);
        await app.StartAsync();
        return app;
    }
}
