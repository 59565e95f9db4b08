using Microsoft.Playwright;

namespace McpAspire.EndToEnd.Tests.Browser;

/// <summary>Chromium's own authenticator without hardware, which says yes to everything it is asked.</summary>
internal sealed class VirtualAuthenticator
{
    private readonly ICDPSession _session;
    private readonly string _id;

    private VirtualAuthenticator(ICDPSession session, string id) => (_session, _id) = (session, id);

    public static async Task<VirtualAuthenticator> AddAsync(WatchedPage tab)
    {
        var session = await tab.Page.Context.NewCDPSessionAsync(tab.Page);
        await session.SendAsync("WebAuthn.enable");
        var added = await session.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        return new VirtualAuthenticator(session, added!.Value.GetProperty("authenticatorId").GetString()!);
    }

    public async Task<int> CountAsync()
    {
        var answer = await _session.SendAsync(
            "WebAuthn.getCredentials", new Dictionary<string, object> { ["authenticatorId"] = _id });
        return answer is { } json ? json.GetProperty("credentials").GetArrayLength() : 0;
    }
}
