using System.Net;
using McpAspire.Identity.Clients.Administration;
using McpAspire.Identity.Tests.OAuth.Assertions;
using McpAspire.Identity.Tests.OAuth.Pushed;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Replicas;

/// <summary>What clients do by themselves, with each request going to another replica than the one before.</summary>
public sealed class ClientReplicaTests(ReplicaSet replicas) : IClassFixture<ReplicaSet>
{
    private IdentityHost Both
    {
        get
        {
            Assert.SkipWhen(ReplicaSet.Absence is not null, ReplicaSet.Absence ?? string.Empty);
            return replicas.Both;
        }
    }

    [Fact]
    public async Task Configured_client_is_there_once_and_gets_tokens_of_both()
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var answer = await Assertion.TokenAsync(Both, new()
            {
                ["grant_type"] = "client_credentials", ["client_id"] = "job", ["client_secret"] = ReplicaSet.JobSecret,
            });
            Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        }

        var all = await Both.InDatabaseAsync(services =>
            services.GetRequiredService<ClientAdministration>().ListAsync(CancellationToken.None));
        Assert.Single(all, client => client.Id == "job");
    }

    [Fact]
    public async Task Pushed_request_is_resumed_and_counts_once()
    {
        var person = await Both.NewPersonAsync();
        var client = await Client.RegisterAsync(Both);
        var pkce = Pkce.Create();
        var browser = Both.NewBrowser();
        var address = await new PushingClient(Both, client).AddressAsync(pkce);

        var toSignIn = await browser.GetAsync(address);
        await person.SignInAsync(browser, toSignIn.Query["returnUrl"]);
        var redirect = await client.ConsentAsync(browser, toSignIn.Query["returnUrl"]);
        var tokens = await client.RedeemAsync(redirect.Query["code"], pkce.Verifier);
        var again = await browser.GetAsync(address);
        var oncemore = await browser.GetAsync(address);

        Assert.Equal(HttpStatusCode.OK, tokens.Status);
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (again.Status, oncemore.Status));
    }

    [Fact]
    public async Task Assertion_counts_once_on_both_together()
    {
        using var key = TokenKey.EllipticCurve("robot");
        var added = await Both.InDatabaseAsync(services => services.GetRequiredService<ClientAdministration>()
            .AddAsync(new NewClient("Robot") { Jwks = TokenKey.Jwks(key) }, null, CancellationToken.None));
        var assertion = Assertion.Of(Both, added.Id!).Sign(key);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Assertion.TokenAsync(
            Both, Assertion.Form(assertion, ("grant_type", "client_credentials")))));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(
            answers.Where(answer => answer.Status != HttpStatusCode.OK),
            answer => Assert.Equal("invalid_client", answer.Error));
    }
}
