using System.Net.Http.Json;
using System.Text.Json;
using McpAspire.EndToEnd.Tests.Stacks;

namespace McpAspire.EndToEnd.Tests.Browser;

/// <summary>A person lets a device without a browser in (RFC 8628), in a real browser.</summary>
public sealed class DevicePagesTests(StackFixture fixture)
{
    private const string Client = "tv";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Stack Stack => fixture.Stack;

    [Fact]
    public async Task Code_is_typed_and_the_device_let_in()
    {
        await using var chromium = await Chromium.LaunchAsync();
        await using var tab = await chromium.OpenAsync(await Stack.Administrator.SessionAsync(Cancellation));
        var codes = await AskAsync();

        await tab.Page.GotoAsync(new Uri(Stack.Issuer, "/device").AbsoluteUri);
        await tab.ShowAsync("device");
        await tab.Page.FillAsync("#Code", "BBBB-BBBB");
        await tab.Page.ClickAsync("main button");
        await tab.AssertAlertAsync();
        await tab.ShowAsync("device-refused");
        Assert.Equal("authorization_pending", (await PollAsync(codes)).GetProperty("error").GetString());

        await tab.Page.FillAsync("#Code", codes.GetProperty("user_code").GetString()!.ToLowerInvariant());
        await tab.Page.ClickAsync("main button");
        await tab.AssertArrivesAsync("/device/consent");
        Assert.Equal(codes.GetProperty("user_code").GetString(), await tab.Page.InnerTextAsync("#device-code"));
        Assert.Equal("127.0.0.1", await tab.Page.InnerTextAsync("#device-address"));
        await tab.ShowAsync("device-consent");
        await tab.Page.ClickAsync("[name=decision][value=allow]");
        await tab.AssertArrivesAsync("/device/done");
        await tab.ShowAsync("device-connected");

        await tab.Page.ClickAsync("main a");
        Assert.Contains("Television", await tab.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        await tab.ShowAsync("applications-device");
        tab.AssertNoComplaints();
    }

    [Fact]
    public async Task Link_fills_the_code_in_and_the_person_says_no()
    {
        await using var chromium = await Chromium.LaunchAsync();
        await using var tab = await chromium.OpenAsync(await Stack.Administrator.SessionAsync(Cancellation));
        var codes = await AskAsync();

        await tab.Page.GotoAsync(codes.GetProperty("verification_uri_complete").GetString()!);
        Assert.Equal(codes.GetProperty("user_code").GetString(), await tab.Page.InputValueAsync("#Code"));
        await tab.ShowAsync("device-filled");
        await tab.FocusAsync("main button");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.AssertArrivesAsync("/device/consent");
        await tab.FocusAsync("[name=decision][value=deny]");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.AssertArrivesAsync("/device/done");
        await tab.ShowAsync("device-denied");

        Assert.Equal("access_denied", (await PollAsync(codes)).GetProperty("error").GetString());
        tab.AssertNoComplaints();
    }

    [Fact]
    public async Task Ticket_that_is_none_ends_on_a_page_that_explains_itself()
    {
        await using var chromium = await Chromium.LaunchAsync();
        await using var tab = await chromium.OpenAsync(await Stack.Administrator.SessionAsync(Cancellation));

        var response = await tab.Page.GotoAsync(new Uri(Stack.Issuer, "/device/consent?ticket=x").AbsoluteUri);

        Assert.Equal(410, response!.Status);
        await tab.ShowAsync("expired");
        tab.AssertNoComplaints();
    }

    private Task<JsonElement> AskAsync() =>
        PostAsync("/connect/device", ("scope", "openid profile mcp"), ("resource", Stack.Resource));

    private Task<JsonElement> PollAsync(JsonElement codes) => PostAsync(
        "/connect/token",
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("device_code", codes.GetProperty("device_code").GetString()!));

    private async Task<JsonElement> PostAsync(string path, params IEnumerable<(string Name, string Value)> fields)
    {
        var form = fields.Append(("client_id", Client))
            .Select(field => KeyValuePair.Create(field.Item1, field.Item2));
        using var response = await Stack.Http.PostAsync(
            new Uri(Stack.Issuer, path), new FormUrlEncodedContent(form), Cancellation);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }
}
