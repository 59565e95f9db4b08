using System.Diagnostics;
using System.Globalization;
using System.Net;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.OAuth.Refresh;

/// <summary>Measures, on request only: how long refreshes take at a steady rate.</summary>
public sealed class RefreshLoadTests(ITestOutputHelper output)
{
    private const int Logins = 20;
    private const int PerSecond = 200;
    private const int Seconds = 15;

    [Fact(Explicit = true)]
    public async Task Refreshes_at_200_a_second()
    {
        await using var host = await IdentityHost.StartAsync();
        var client = await Client.RegisterAsync(host);
        var session = await (await host.NewPersonAsync()).SignInAsync();
        var logins = new List<Tokens>();
        for (var i = 0; i < Logins; i++)
            logins.Add(await client.ConnectAsync(session));

        await Task.WhenAll(logins.Select((login, index) => RunAsync(client, login, index, 2)));
        var all = await Task.WhenAll(logins.Select((login, index) => RunAsync(client, _next[index], index, Seconds)));

        var sorted = all.SelectMany(times => times).Order().ToArray();
        string At(double share) => sorted[(int)(share * (sorted.Length - 1))].TotalMilliseconds
            .ToString("0.0", CultureInfo.InvariantCulture);
        output.WriteLine($"{sorted.Length} refreshes: p50 {At(.5)} ms, p95 {At(.95)} ms, p99 {At(.99)} ms");
    }

    private readonly Dictionary<int, Tokens> _next = [];

    /// <summary>One login, one refresh after another, each at its time whether or not the last was slow.</summary>
    private async Task<List<TimeSpan>> RunAsync(Client client, Tokens tokens, int index, int seconds)
    {
        var times = new List<TimeSpan>();
        var pause = TimeSpan.FromSeconds((double)Logins / PerSecond);
        using var timer = new PeriodicTimer(pause);
        await Task.Delay(pause * index / Logins, TestContext.Current.CancellationToken);
        while (times.Count < seconds / pause.TotalSeconds)
        {
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            var started = Stopwatch.GetTimestamp();
            var answer = await client.RefreshAsync(tokens.Refresh!);
            times.Add(Stopwatch.GetElapsedTime(started));
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            tokens = Tokens.Of(answer);
        }

        lock (_next)
            _next[index] = tokens;
        return times;
    }
}
