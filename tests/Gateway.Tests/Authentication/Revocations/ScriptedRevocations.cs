using System.Collections.Immutable;
using System.Text.Json;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Gateway.Tests.Authentication.Revocations;

/// <summary>The issuer's list of revoked tokens, which wants its key and can be down.</summary>
internal sealed class ScriptedRevocations : IAsyncDisposable
{
    public const string Key = "the-gateways-key-for-tests";

    private LoopbackHost _host = null!;
    private int _answers;
    private int _notModified;
    private int _refusals;

    public ImmutableArray<string> Revoked { get; set; } = [];

    /// <summary>The keys that it names; none by default.</summary>
    public ImmutableArray<string>? Keys { get; set; }

    /// <summary>What it answers in place of the list.</summary>
    public string? Instead { get; set; }

    public bool IsDown { get; set; }

    public int Answers => Volatile.Read(ref _answers);

    /// <summary>How often it was down.</summary>
    public int Refusals => Volatile.Read(ref _refusals);

    public int NotModified => Volatile.Read(ref _notModified);

    public static async Task<ScriptedRevocations> StartAsync()
    {
        var revocations = new ScriptedRevocations();
        revocations._host = await LoopbackHost.StartAsync(revocations.AnswerAsync);
        return revocations;
    }

    /// <summary>The settings of a gateway that asks here.</summary>
    public Dictionary<string, string?> Settings(string key = Key, string maxAge = "00:05:00") => new()
    {
        ["Mcp:Authorization:RevocationsAddress"] = new Uri(_host.Address, "connect/revocations").AbsoluteUri,
        ["Mcp:Authorization:RevocationsKey"] = key,
        ["Mcp:Authorization:RevocationsInterval"] = "00:00:00.1",
        ["Mcp:Authorization:RevocationsMaxAge"] = maxAge,
    };

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var revoked = Revoked;
        var keys = Keys;
        var tag = $"\"{string.Join('+', [.. revoked, "|", .. keys ?? []])}\"";
        if (IsDown)
        {
            Interlocked.Increment(ref _refusals);
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        else if (http.Request.Headers.Authorization != $"Bearer {Key}")
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else if (Instead is null && http.Request.Headers.IfNoneMatch == tag)
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            Interlocked.Increment(ref _notModified);
        }
        else
        {
            http.Response.Headers.ETag = tag;
            await http.Response.WriteAsync(Instead ?? (keys is { } named
                ? JsonSerializer.Serialize(new { revoked = revoked.ToArray(), keys = named.ToArray() })
                : JsonSerializer.Serialize(new { revoked = revoked.ToArray() })));
        }

        Interlocked.Increment(ref _answers);
    }
}
