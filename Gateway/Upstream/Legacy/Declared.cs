using McpAspire.Gateway.Upstream.Messages;

namespace McpAspire.Gateway.Upstream.Legacy;

/// <summary>Whether a client declared that it answers a request of the server (2025-11-25, lifecycle).</summary>
internal static class Declared
{
    /// <summary>Whether there is anything that the client may be asked.</summary>
    public static bool AnyIn(ReadOnlySpan<byte> capabilities) =>
        Has(capabilities, "elicitation"u8) || Has(capabilities, "sampling"u8) || Has(capabilities, "roots"u8);

    public static bool Allows(ReadOnlySpan<byte> capabilities, string method, ReadOnlySpan<byte> parameters)
    {
        if (capabilities.IsEmpty)
            return false;

        return method switch
        {
            "sampling/createMessage" => Has(capabilities, "sampling"u8),
            "roots/list" => Has(capabilities, "roots"u8),
            "elicitation/create" => AllowsElicitation(capabilities, parameters),
            "tasks/get" or "tasks/result" or "tasks/list" or "tasks/cancel" => Has(capabilities, "tasks"u8),
            _ => false,
        };
    }

    /// <summary>An empty object means forms only, as before there were modes (SEP-1036).</summary>
    private static bool AllowsElicitation(ReadOnlySpan<byte> capabilities, ReadOnlySpan<byte> parameters)
    {
        if (ObjectText.Find(capabilities, "elicitation"u8) is not { } range || capabilities[range.Start] != '{')
            return false;

        var elicitation = capabilities[range];
        var isUrl = ObjectText.Find(parameters, "mode"u8) is { } mode && parameters[mode].SequenceEqual("\"url\""u8);
        return isUrl ? Has(elicitation, "url"u8) : Has(elicitation, "form"u8) || !Has(elicitation, "url"u8);
    }

    private static bool Has(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name) =>
        ObjectText.Find(json, name) is { } value && json[value.Start] == '{';
}
