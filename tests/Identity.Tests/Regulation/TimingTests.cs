using System.Diagnostics;
using System.Text.RegularExpressions;
using McpAspire.Identity.Tests.Running;
using static McpAspire.Identity.Tests.Regulation.Distributions;
using static McpAspire.Identity.Tests.Regulation.Regulated;

namespace McpAspire.Identity.Tests.Regulation;

/// <summary>
/// Whether an unknown name, a known one and a banned caller can be told apart. Measured while no other test runs.
/// </summary>
[Collection(nameof(TimingTests))]
[CollectionDefinition(nameof(TimingTests), DisableParallelization = true)]
public sealed partial class TimingTests
{
    private const int Tries = 200;
    private const int Lanes = 4;
    private const string Banned = "198.51.100.1";

    /// <summary>
    /// The largest distance of two distributions of 200 values each that still is chance, once in a hundred thousand
    /// comparisons (Kolmogorov and Smirnov): 2.5 times the root of 2/200. Without a delay the distance is 1.
    /// </summary>
    private const double MaxDistance = 0.25;

    [Fact]
    public async Task Unknown_user_wrong_password_and_banned_caller_get_the_same_answer_to_the_byte()
    {
        await using var host = await StartAsync();
        var person = await host.NewPersonAsync();
        await host.FailAsync(Banned, person.Name, times: 3);
        var form = await FormAsync(host);

        var wrong = await PostAsync(form, "192.0.2.1", person.Name, Wrong);
        foreach (var other in (Answer[])
        [
            await PostAsync(form, Banned, person.Name, Wrong),
            await PostAsync(form, Banned, person.Name, person.Password),
            await PostAsync(form, "192.0.2.2", Same(person.Name), Wrong),
            await PostAsync(form, Banned, Same(person.Name), Wrong),
        ])
        {
            Assert.Equal(wrong.Status, other.Status);
            Assert.Equal(Headers(wrong), Headers(other));
            Assert.Equal(Neutral(wrong, person), Neutral(other, person));
        }
    }

    [Fact]
    public async Task Unknown_user_wrong_password_and_banned_caller_are_answered_within_noise_of_each_other()
    {
        await using var host = await StartAsync(
            ("FailureDelay:Floor", "00:00:00.04"), ("FailureDelay:Growth", "00:00:00"));
        var person = await host.NewPersonAsync();
        await host.FailAsync(Banned, person.Name, times: 3);
        var form = await FormAsync(host);
        for (var warmUp = 0; warmUp < 20; warmUp++)
            await PostAsync(form, $"203.0.113.{warmUp}", person.Name, Wrong);

        double[] unknown = new double[Tries], known = new double[Tries], banned = new double[Tries];
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(async lane =>
        {
            for (var index = lane; index < Tries; index += Lanes)
            {
                known[index] = await TimeAsync(form, $"192.0.2.{index}", person.Name);
                unknown[index] = await TimeAsync(form, $"10.0.0.{index}", Same(person.Name));
                banned[index] = await TimeAsync(form, Banned, person.Name);
            }
        }));

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"medians in ms: known {Median(known):F2}, unknown {Median(unknown):F2}, banned {Median(banned):F2}; "
            + $"distances {Distance(known, unknown):F3}, {Distance(known, banned):F3}, {Distance(unknown, banned):F3}");
        foreach (var (one, other) in ((double[], double[])[])[(known, unknown), (known, banned), (unknown, banned)])
        {
            Assert.InRange(Math.Abs(Median(one) - Median(other)), 0, 2 + (Spread(one) / 2));
            Assert.InRange(Distance(one, other), 0, MaxDistance);
        }
    }

    private static async Task<double> TimeAsync(Form form, string address, string name)
    {
        var started = Stopwatch.GetTimestamp();
        AssertRefused(await PostAsync(form, address, name, Wrong));
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static Task<Answer> PostAsync(Form form, string address, string name, string password) =>
        form.Browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/sign-in")
        {
            Content = new FormUrlEncodedContent(
                new Dictionary<string, string>(form.Fields) { ["Name"] = name, ["Password"] = password }),
            Headers = { { "X-Forwarded-For", address } },
        });

    private static async Task<Form> FormAsync(IdentityHost host)
    {
        var browser = host.NewBrowser();
        return new Form(browser, Browser.Hidden(await browser.GetAsync("/sign-in"), []));
    }

    /// <summary>A name of the same length that nobody has.</summary>
    private static string Same(string name) => new('z', name.Length);

    private static string Headers(Answer answer) => string.Join('\n', answer.Response.Headers
        .Concat(answer.Response.Content.Headers).Where(header => header.Key != "Date")
        .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}"));

    /// <summary>The page without what the caller typed and without the token that differs on every page.</summary>
    private static string Neutral(Answer answer, Person person) => Token().Replace(answer.Body, string.Empty)
        .Replace(Same(person.Name), "name", StringComparison.Ordinal)
        .Replace(person.Name, "name", StringComparison.Ordinal);

    [GeneratedRegex("(?<=__RequestVerificationToken\"[^>]*value=\")[^\"]+")]
    private static partial Regex Token();

    private sealed record Form(Browser Browser, Dictionary<string, string> Fields);
}
