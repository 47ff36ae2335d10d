using System.Net.Http.Json;
using System.Text.Json;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>A good hand-written client: <see cref="HttpClient"/>, a streamed response and source-generated System.Text.Json.</summary>
internal sealed class HandWrittenClient(HttpClient http)
{
    public async Task<List<BaselineRun>> ListAsync(string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(BaselineJsonContext.Default.ListBaselineRun))!;
    }

    public async IAsyncEnumerable<BaselineRun> StreamAsync(string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync();
        await foreach (var run in JsonSerializer.DeserializeAsyncEnumerable(body, BaselineJsonContext.Default.BaselineRun))
        {
            yield return run!;
        }
    }
}
