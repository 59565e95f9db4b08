using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace McpAspire.EndToEnd.Tests.Browser;

/// <summary>A tab that remembers everything the browser complained about, and shows what it sees.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private const int NarrowWidth = 360;
    private static readonly (int Width, int Height) Wide = (1100, 800);

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();

    private WatchedPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !IsAboutDocument(message))
                _complaints.Enqueue($"{message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);
    }

    public IPage Page { get; }

    public static async Task<WatchedPage> OpenAsync(IBrowserContext context)
    {
        context.SetDefaultTimeout(15_000);
        // The browser reports most violations itself; the event also covers those it keeps quiet about.
        await context.AddInitScriptAsync(
            "document.addEventListener('securitypolicyviolation',"
            + " e => console.error(`content security policy: ${e.violatedDirective} blocked ${e.blockedURI}`))");
        var page = await context.NewPageAsync();
        await page.SetViewportSizeAsync(Wide.Width, Wide.Height);
        return new WatchedPage(context, page);
    }

    /// <summary>Checks what a page owes its readers, and takes its picture: light, dark, on a small screen.</summary>
    public async Task ShowAsync(string name)
    {
        await Accessibility.AssertAsync(Page);

        var folder = SourceTree.Artifacts("screenshots");
        await PictureAsync(System.IO.Path.Combine(folder, $"{name}-light.png"), ColorScheme.Light);
        await PictureAsync(System.IO.Path.Combine(folder, $"{name}-dark.png"), ColorScheme.Dark);

        await Page.SetViewportSizeAsync(NarrowWidth, Wide.Height);
        var width = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        Assert.True(width <= NarrowWidth, $"{name} is {width} px wide on a screen of {NarrowWidth} px.");
        await PictureAsync(System.IO.Path.Combine(folder, $"{name}-narrow.png"), ColorScheme.Light);
        await Page.SetViewportSizeAsync(Wide.Width, Wide.Height);
    }

    /// <summary>Tab until the element has the focus, as somebody without a mouse does.</summary>
    public async Task FocusAsync(string selector)
    {
        const int patience = 10;
        for (var tabs = 0; tabs <= patience; tabs++)
        {
            if (await Page.Locator($"{selector}:focus").CountAsync() > 0) return;
            await Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{patience} times Tab do not reach {selector} on {Page.Url}.");
    }

    public Task AssertArrivesAsync(string path) => Page.WaitForURLAsync(url => new Uri(url).AbsolutePath == path);

    /// <summary>What went wrong is said on the page, and to a screen reader.</summary>
    public async Task AssertAlertAsync() => Assert.NotEmpty(await Page.InnerTextAsync("[role=alert]"));

    /// <summary>Console errors, script errors and violations of the content security policy.</summary>
    public void AssertNoComplaints() => Assert.Empty(_complaints);

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private async Task PictureAsync(string path, ColorScheme scheme)
    {
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
        await Contrast.AssertAsync(Page);
        await Page.ScreenshotAsync(new PageScreenshotOptions
        {
            Path = path,
            FullPage = true,
            Animations = ScreenshotAnimations.Disabled,
        });
    }

    /// <summary>Chromium calls it an error when a page itself comes with status 400, as an error page should.</summary>
    private bool IsAboutDocument(IConsoleMessage message) =>
        message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)
        && message.Location.StartsWith(Page.Url, StringComparison.Ordinal);
}
