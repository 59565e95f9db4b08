namespace McpAspire.EndToEnd.Tests.Browser;

public sealed class ChromiumTests
{
    [Fact]
    public void Without_a_browser_the_message_says_what_to_install()
    {
        var nowhere = Path.Combine(AppContext.BaseDirectory, "no-such-folder");

        var missing = Assert.Throws<FileNotFoundException>(() => Chromium.Find(nowhere));

        Assert.Contains("apt-get install chromium", missing.Message);
    }
}
