using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>
/// A client like older generated ones: Newtonsoft.Json over the response stream, with <see cref="Newtonsoft.Json.Linq.JToken"/> for
/// opaque JSON.
/// </summary>
internal sealed class NewtonsoftClient(HttpClient http)
{
    private readonly JsonSerializer _serializer = JsonSerializer.Create(
        new JsonSerializerSettings { ContractResolver = new DefaultContractResolver { NamingStrategy = new SnakeCaseNamingStrategy() } });

    public async Task<List<NewtonsoftRun>> ListAsync(string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync();
        using var text = new StreamReader(body);
        await using var reader = new JsonTextReader(text);
        return _serializer.Deserialize<List<NewtonsoftRun>>(reader)!;
    }
}
