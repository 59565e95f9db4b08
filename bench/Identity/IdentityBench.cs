using McpAspire.Bench.Load;
using McpAspire.EndToEnd.Tests.OAuth;

namespace McpAspire.Bench.Identity;

/// <summary>
/// Sign-in and token endpoint, with the password hash as it is and with the cheapest that the service takes.
/// </summary>
internal static class IdentityBench
{
    private const int Workers = 8;
    private const int MaxVisitors = 3000;
    private const int Chains = 64;
    private const int RefreshesPerSecond = 200;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(BenchSettings settings, ResultTable table)
    {
        await MeasureAsync("Argon2id", PasswordCost.Default, settings, table, withTokens: false);
        await MeasureAsync("least Argon2id", PasswordCost.Least, settings, table, withTokens: true);
    }

    private static async Task MeasureAsync(
        string label, PasswordCost cost, BenchSettings settings, ResultTable table, bool withTokens)
    {
        await using var server = await IdentityServer.StartAsync(cost.Settings);
        var visitors = await Population.SettleAsync(server, MaxVisitors, cost);
        var used = 0;

        await SignInAsync(WarmUp);
        table.Add($"sign-in, password and code, {label}, {Workers} at a time", await SignInAsync(settings.Duration));
        if (!withTokens)
            return;

        using var http = new HttpClient();
        table.Add("GET /alive, the anchor", await ClosedLoop.RunAsync(
            Workers, settings.Duration, int.MaxValue, async _ =>
            {
                using var answer = await http.GetAsync(new Uri(server.Address, "/alive"));
                return answer.IsSuccessStatusCode;
            }));

        var chains = await ConnectAsync(http, server, visitors.Skip(used).Take(Chains));
        await RefreshAsync(chains, WarmUp);
        table.Add($"refresh, {Workers} at a time", await RefreshAsync(chains, settings.Duration));
        table.Add($"refresh, {RefreshesPerSecond} a second", await OpenLoop.RunAsync(
            RefreshesPerSecond, settings.Duration, number => chains[number % chains.Count].RefreshAsync()));

        async Task<LoadResult> SignInAsync(TimeSpan duration)
        {
            var from = used;
            return await ClosedLoop.RunAsync(Workers, duration, visitors.Count - from - Chains, number =>
            {
                Interlocked.Increment(ref used);
                return visitors[from + number].SignInAsync();
            });
        }
    }

    private static Task<LoadResult> RefreshAsync(IReadOnlyList<RefreshChain> chains, TimeSpan duration) =>
        ClosedLoop.RunAsync(
            Workers, duration, int.MaxValue, number => chains[number % chains.Count].RefreshAsync());

    private static async Task<IReadOnlyList<RefreshChain>> ConnectAsync(
        HttpClient http, IdentityServer server, IEnumerable<Visitor> visitors)
    {
        var client = await OAuthClient.RegisterAsync(http, server.Address, "bench", default);
        var chains = new List<RefreshChain>();
        foreach (var visitor in visitors)
        {
            if (!await visitor.SignInAsync())
                throw new InvalidOperationException("A visitor could not sign in.");
            chains.Add(new RefreshChain(client, await visitor.ConnectAsync(client)));
        }

        return chains;
    }
}
