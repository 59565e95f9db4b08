using System.Diagnostics;
using System.Globalization;
using System.Net;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Shutdown;

/// <summary>The gateway as a process, told to stop as a supervisor tells it.</summary>
public sealed class TerminationTests
{
    [Fact]
    public async Task SIGTERM_lets_it_answer_what_has_begun_and_end_well()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals.");
        await using var backend = await ScriptedBackend.StartAsync();
        await using var issuer = await ScriptedIssuer.StartAsync();
        var held = new TaskCompletionSource();
        var reached = new TaskCompletionSource();
        backend.Answer = async http =>
        {
            reached.TrySetResult();
            await held.Task;
            await ScriptedBackend.Json("""{"jsonrpc":"2.0","id":7,"result":{"late":true}}""")(http);
        };
        var address = new Uri($"http://127.0.0.1:{Ports.TakeFree()}");
        using var process = Start(address, backend, issuer);
        try
        {
            using var client = new HttpClient { BaseAddress = address };
            client.DefaultRequestHeaders.Add("Authorization", $"Bearer {issuer.Token()}");
            client.DefaultRequestHeaders.Host = new Uri(GatewayHost.PublicOrigin).Authority;
            await Eventually.HoldsAsync(
                () => AnswersAsync(client, HttpStatusCode.OK), "it is ready", TimeSpan.FromSeconds(60));
            var call = client.AskAsync(Rpc.Post(Rpc.LegacyCall));
            await reached.Task.Within();

            using var signal = Process.Start(
                "kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await Eventually.HoldsAsync(
                () => AnswersAsync(client, HttpStatusCode.ServiceUnavailable), "it is no longer ready");
            Assert.False(process.HasExited);
            held.SetResult();

            using var response = await call;
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains("late", await response.TextAsync());
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).Within();
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient client, HttpStatusCode status)
    {
        try
        {
            using var response = await client.AskAsync(new(HttpMethod.Get, "/health"));
            return response.StatusCode == status;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static Process Start(Uri address, ScriptedBackend backend, ScriptedIssuer issuer)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location]);
        start.Environment["ASPNETCORE_URLS"] = address.AbsoluteUri;
        start.Environment["Mcp__PublicOrigin"] = GatewayHost.PublicOrigin;
        start.Environment["Mcp__Authorization__Issuer"] = ScriptedIssuer.Name;
        start.Environment["Mcp__Authorization__JwksAddress"] = issuer.JwksAddress.AbsoluteUri;
        start.Environment["Mcp__Servers__everything__Url"] = backend.Endpoint.AbsoluteUri;
        start.Environment["Mcp__Policy__Rules__all__Allow"] = "true";
        start.Environment["Mcp__DrainDelay"] = "00:00:02";
        start.Environment["Logging__LogLevel__Default"] = "None";
        return Process.Start(start)!;
    }
}
