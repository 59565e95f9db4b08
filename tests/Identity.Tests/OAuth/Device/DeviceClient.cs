using System.Net;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace McpAspire.Identity.Tests.OAuth.Device;

/// <summary>A device without a keyboard, and what its owner does elsewhere.</summary>
internal sealed class DeviceClient(IdentityHost host, string id = "tv")
{
    public const string GrantType = "urn:ietf:params:oauth:grant-type:device_code";

    private readonly HttpClient _http = host.NewClient();

    public TokenKey Key { get; } = TokenKey.EllipticCurve("device");

    public async Task<DeviceCodes> StartAsync(params (string Name, string? Value)[] others)
    {
        var answer = await AskAsync(others);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return DeviceCodes.Of(answer);
    }

    public Task<Answer> AskAsync(params (string Name, string? Value)[] others) =>
        PostAsync("/connect/device", [("client_id", id), ("scope", "openid profile mcp"), .. others]);

    /// <summary>Asks for the tokens, after the time that it has to wait.</summary>
    public Task<Answer> PollAsync(DeviceCodes codes, params (string Name, string? Value)[] others)
    {
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        return PollAtOnceAsync(codes, others);
    }

    public Task<Answer> PollAtOnceAsync(DeviceCodes codes, params (string Name, string? Value)[] others) =>
        PostAsync(
            "/connect/token",
            [("client_id", id), ("grant_type", GrantType), ("device_code", codes.Device), .. others]);

    public Task<Answer> PollWithProofAsync(DeviceCodes codes, ProofDraft proof)
    {
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        var request = Form(
            "/connect/token", [("client_id", id), ("grant_type", GrantType), ("device_code", codes.Device)]);
        request.Headers.TryAddWithoutValidation("DPoP", proof.Sign());
        return _http.AskAsync(request);
    }

    public ProofDraft Proof(TokenKey? key = null) => new(
        key ?? Key, "POST", $"{host.Origin.GetLeftPart(UriPartial.Authority)}/connect/token", host.Clock.GetUtcNow());

    public Task<Answer> RefreshAsync(string token, params (string Name, string? Value)[] others) => PostAsync(
        "/connect/token",
        [("client_id", id), ("grant_type", "refresh_token"), ("refresh_token", token), .. others]);

    /// <summary>The person types the code, and is asked.</summary>
    public async Task<string> EnterAsync(Browser session, string code)
    {
        // All people of a test run share one address.
        await host.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase()
            .KeyDeleteAsync("idp:device-codes:address:127.0.0.1");
        var entered = await session.SubmitAsync("/device", new() { ["Code"] = code });
        Assert.True(entered.Status == HttpStatusCode.Redirect, entered.Body);
        Assert.StartsWith("/device/consent?ticket=", entered.Location, StringComparison.Ordinal);
        return entered.Location;
    }

    /// <summary>The person types the code, and answers.</summary>
    public async Task<Answer> AnswerAsync(Browser session, DeviceCodes codes, string decision = "allow") =>
        await session.SubmitAsync(await EnterAsync(session, codes.User), new() { ["decision"] = decision });

    /// <summary>The whole flow, for a person who is signed in.</summary>
    public async Task<Tokens> ConnectAsync(Browser session, params (string Name, string? Value)[] others)
    {
        var codes = await StartAsync(others);
        await AnswerAsync(session, codes);
        var answer = await PollAsync(codes);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return Tokens.Of(answer);
    }

    private Task<Answer> PostAsync(string path, (string Name, string? Value)[] fields) =>
        _http.AskAsync(Form(path, fields));

    /// <summary>The last value of a name counts; null leaves the parameter out.</summary>
    private static HttpRequestMessage Form(string path, (string Name, string? Value)[] fields) =>
        new(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.GroupBy(field => field.Name)
                .SelectMany(group => group.Key == "resource" ? group : group.TakeLast(1))
                .Where(field => field.Value is not null)
                .Select(field => KeyValuePair.Create(field.Name, field.Value!))),
        };
}
