using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpAspire.Backends.Tests.Everything.Hosting;

/// <summary>Calls tools as tests read best.</summary>
internal static class ToolCalls
{
    public static async Task<CallToolResult> CallAsync(
        this McpClient client, string tool, params (string Name, object? Value)[] arguments) =>
        await client.CallToolAsync(
            tool,
            arguments.ToDictionary(argument => argument.Name, argument => argument.Value),
            cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>The text of a result that must not be an error.</summary>
    public static async Task<string> TextAsync(
        this McpClient client, string tool, params (string Name, object? Value)[] arguments)
    {
        var result = await client.CallAsync(tool, arguments);
        Assert.True(result.IsError is not true, TextOf(result));
        return TextOf(result);
    }

    /// <summary>The text of a result that must be an error.</summary>
    public static async Task<string> ErrorAsync(
        this McpClient client, string tool, params (string Name, object? Value)[] arguments)
    {
        var result = await client.CallAsync(tool, arguments);
        Assert.True(result.IsError, TextOf(result));
        return TextOf(result);
    }

    public static string TextOf(CallToolResult result) =>
        string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text));
}
