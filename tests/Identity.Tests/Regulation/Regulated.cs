using System.Net;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.Regulation;

/// <summary>A host with the limits of an installation, which people reach from addresses of their own.</summary>
internal static class Regulated
{
    public const string Wrong = "a wrong guess";

    public static Task<IdentityHost> StartAsync(params (string Key, string Value)[] settings) =>
        IdentityHost.StartAsync(new() { Extra = With(settings) });

    /// <summary>One of several on the same data.</summary>
    public static Task<IdentityHost> StartAsync(RedisServer redis, string directory) =>
        IdentityHost.StartAsync(new() { Extra = With([]), Redis = redis, Directory = directory });

    private static Dictionary<string, string?> With((string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["Identity:KnownProxies:0"] = "127.0.0.1",
            ["Identity:Regulation:MaxRetries"] = "3",
        };
        foreach (var (key, value) in settings)
            all[$"Identity:Regulation:{key}"] = value;
        return all;
    }

    public static Browser BrowserAt(this IdentityHost host, string address)
    {
        var client = host.NewClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return new Browser(client, host);
    }

    public static Task<Answer> TryAsync(this IdentityHost host, string address, string name, string password) =>
        host.BrowserAt(address).SubmitAsync("/sign-in", new() { ["Name"] = name, ["Password"] = password });

    public static async Task FailAsync(this IdentityHost host, string address, string name, int times)
    {
        for (var guess = 0; guess < times; guess++)
            AssertRefused(await host.TryAsync(address, name, Wrong));
    }

    public static async Task<Answer> TryCodeAsync(this IdentityHost host, string address, Person person, string code)
    {
        var browser = host.BrowserAt(address);
        var next = await person.EnterPasswordAsync(browser);
        return await browser.SubmitAsync(next.Location, new() { ["Code"] = code });
    }

    public static void AssertRefused(Answer answer, string words = Identity.Regulation.Refusal.Password)
    {
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains(words, answer.Body, StringComparison.Ordinal);
    }

    public static void AssertAccepted(Answer answer) => Assert.Equal(HttpStatusCode.Redirect, answer.Status);
}
