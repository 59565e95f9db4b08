using System.Text.Json.Nodes;
using McpAspire.Identity.Tests.OAuth.Assertions;
using McpAspire.Identity.Tests.Running;
using McpAspire.Identity.Users;
using McpAspire.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.OAuth.Exchange.Enterprise;

/// <summary>An identity assertion before it is signed, and the request that carries it.</summary>
internal static class Jag
{
    /// <summary>One of the first issuer for the client <c>desk</c>, about the person of that name.</summary>
    public static TokenDraft Of(IdentityHost host, string userName, string issuer = ExchangeHost.Issuer) =>
        new TokenDraft(issuer, host.Origin.GetLeftPart(UriPartial.Authority), host.Clock.GetUtcNow())
            .WithHeader("typ", "oauth-id-jag+jwt")
            .With("sub", $"U-{userName}")
            .With("client_id", "desk")
            .With("preferred_username", userName)
            .With("scope", "mcp mcp:read")
            .With("resource", ExchangeHost.Everything);

    public static Task<Answer> BringAsync(
        IdentityHost host, string assertion, string client = "desk", params (string Name, string Value)[] others) =>
        Assertion.TokenAsync(host, Form(assertion, client, others));

    public static Dictionary<string, string> Form(
        string assertion, string client = "desk", params (string Name, string Value)[] others)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "urn:ietf:params:oauth:grant-type:jwt-bearer",
            ["assertion"] = assertion,
            ["client_id"] = client,
            ["client_secret"] = ExchangeHost.Secret,
        };
        foreach (var (name, value) in others)
            form[name] = value;
        return form;
    }

    /// <summary>Changes an account beside all pages.</summary>
    public static Task<Guid> ChangeAsync(IdentityHost host, string userName, Action<Account> change) =>
        host.InDatabaseAsync(async services =>
        {
            var accounts = services.GetRequiredService<UserManager<Account>>();
            var account = await accounts.FindByNameAsync(userName);
            if (account is null)
            {
                account = new Account { Id = Guid.NewGuid(), UserName = userName };
                (await accounts.CreateAsync(account)).ThrowIfFailed();
            }

            change(account);
            (await accounts.UpdateAsync(account)).ThrowIfFailed();
            return account.Id;
        });

    public static JsonArray List(params string[] values) => new([.. values.Select(value => (JsonNode)value)]);
}
