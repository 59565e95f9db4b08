using Microsoft.Playwright;
using Cookie = System.Net.Cookie;

namespace McpAspire.EndToEnd.Tests.Browser;

/// <summary>The Chromium that the machine has; Playwright brings the protocol, not a browser.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "chrome.exe"];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public static async Task<Chromium> LaunchAsync()
    {
        var executable = Find(Environment.GetEnvironmentVariable("PATH") ?? "");
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = executable,
            // Chromium's own sandbox refuses to work for root, which is who runs tests in a container.
            ChromiumSandbox = !IsRoot(),
            Args = ["--disable-dev-shm-usage"],
        });
        return new Chromium(playwright, browser);
    }

    /// <summary>A window with no cookies but these.</summary>
    public async Task<WatchedPage> OpenAsync(params IEnumerable<Cookie> cookies)
    {
        var context = await _browser.NewContextAsync();
        await context.AddCookiesAsync(cookies.Select(cookie => new Microsoft.Playwright.Cookie
        {
            Name = cookie.Name,
            Value = cookie.Value,
            Domain = cookie.Domain,
            Path = cookie.Path,
            HttpOnly = cookie.HttpOnly,
            Secure = cookie.Secure,
        }));
        return await WatchedPage.OpenAsync(context);
    }

    public static string Find(string searchPath) =>
        searchPath
            .Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException(
            "The browser tests need Chromium, and there is none on PATH: apt-get install chromium");

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static bool IsRoot() => !OperatingSystem.IsWindows() && Environment.UserName == "root";
}
