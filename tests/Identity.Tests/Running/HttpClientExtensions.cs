using System.Text;

namespace McpAspire.Identity.Tests.Running;

internal static class HttpClientExtensions
{
    public static Task<Answer> AskAsync(this HttpClient client, string path) =>
        client.AskAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public static async Task<Answer> AskAsync(this HttpClient client, HttpRequestMessage request) =>
        await Answer.ReadAsync(await client.SendAsync(request, TestContext.Current.CancellationToken));

    public static Task<Answer> PostJsonAsync(this HttpClient client, string path, string json) =>
        client.AskAsync(new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        });
}
