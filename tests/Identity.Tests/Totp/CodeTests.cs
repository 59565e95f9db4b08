using System.Net;
using McpAspire.Identity.Regulation;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.Totp;

/// <summary>Codes of an enrolled authenticator app.</summary>
public sealed class CodeTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Code_used_once_is_refused_the_second_time()
    {
        var person = await _host.NewPersonAsync();
        var code = person.Code();

        var first = await EnterAsync(person, code);
        var second = await EnterAsync(person, code);

        Assert.Equal(HttpStatusCode.Redirect, first.Status);
        AssertRefused(second);
    }

    [Fact]
    public async Task Code_older_than_the_one_used_last_is_refused_though_it_is_within_the_window()
    {
        var person = await _host.NewPersonAsync();
        await EnterAsync(person, person.Code());

        var answer = await EnterAsync(person, person.Code(stepsAgo: 1));

        AssertRefused(answer);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Code_of_the_neighbouring_step_is_accepted(int stepsAgo)
    {
        var person = await _host.NewPersonAsync();

        var answer = await EnterAsync(person, person.Code(stepsAgo));

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public async Task Code_beyond_the_window_is_refused(int stepsAgo)
    {
        var person = await _host.NewPersonAsync();

        AssertRefused(await EnterAsync(person, person.Code(stepsAgo)));
    }

    [Fact]
    public async Task Code_sent_by_five_browsers_at_once_lets_one_in()
    {
        var person = await _host.NewPersonAsync();
        var code = person.Code();
        var forms = new List<(Browser Browser, Dictionary<string, string> Form)>();
        for (var index = 0; index < 5; index++)
        {
            var browser = _host.NewBrowser();
            var next = await person.EnterPasswordAsync(browser);
            forms.Add((browser, Browser.Hidden(await browser.GetAsync(next.Location), new() { ["Code"] = code })));
        }

        var answers = await Task.WhenAll(forms.Select(it => it.Browser.PostAsync("/sign-in/totp", it.Form)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Code_with_the_gap_that_apps_show_is_accepted()
    {
        var person = await _host.NewPersonAsync();

        var answer = await EnterAsync(person, person.Code().Insert(3, " "));

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("12a456")]
    [InlineData("１２３４５６")]
    public async Task Text_that_is_no_code_is_told(string code)
    {
        var person = await _host.NewPersonAsync();

        var answer = await EnterAsync(person, code);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("Enter the digits", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_of_somebody_else_is_refused()
    {
        var person = await _host.NewPersonAsync();
        var other = await _host.NewPersonAsync();

        AssertRefused(await EnterAsync(person, other.Code()));
    }

    private async Task<Answer> EnterAsync(Person person, string code)
    {
        var browser = _host.NewBrowser();
        var next = await person.EnterPasswordAsync(browser);
        return await browser.SubmitAsync(next.Location, new() { ["Code"] = code });
    }

    private static void AssertRefused(Answer answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains(Refusal.Code, answer.Body, StringComparison.Ordinal);
    }
}
