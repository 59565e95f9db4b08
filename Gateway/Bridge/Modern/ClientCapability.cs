using System.Text;
using System.Text.Json;

namespace McpAspire.Gateway.Bridge.Modern;

/// <summary>What a client has to declare before it may be asked for something (SEP-2322).</summary>
/// <param name="Name">The member of the capabilities.</param>
/// <param name="Mode">The member of that one, for elicitation.</param>
internal readonly record struct ClientCapability(string Name, string? Mode = null)
{
    /// <summary>What a question needs; null for a method that no client answers.</summary>
    public static ClientCapability? For(string method, ReadOnlySpan<byte> parameters) => method switch
    {
        "sampling/createMessage" => new ClientCapability("sampling"),
        "roots/list" => new ClientCapability("roots"),
        "elicitation/create" => new ClientCapability("elicitation", IsUrl(parameters) ? "url" : "form"),
        _ => null,
    };

    /// <summary>
    /// Whether a client declared it. An empty <c>elicitation</c> means forms, because it had no modes at first.
    /// </summary>
    public bool IsIn(ReadOnlySpan<byte> capabilities)
    {
        if (capabilities.IsEmpty)
            return false;

        var members = new JsonMembers(capabilities);
        while (members.Next())
        {
            if (members.Is(Encoding.UTF8.GetBytes(Name)))
                return members.Kind == JsonTokenType.StartObject && HasMode(capabilities[members.Value]);
        }

        return false;
    }

    /// <summary>The member <c>data</c> of the error that asks for it.</summary>
    public ReadOnlyMemory<byte> AsRequired()
    {
        var mode = Mode is null ? "{}" : $"{{\"{Mode}\":{{}}}}";
        return Encoding.UTF8.GetBytes($"{{\"requiredCapabilities\":{{\"{Name}\":{mode}}}}}");
    }

    private bool HasMode(ReadOnlySpan<byte> declared)
    {
        if (Mode is null)
            return true;

        var isEmpty = true;
        var members = new JsonMembers(declared);
        while (members.Next())
        {
            isEmpty = false;
            if (members.Is(Encoding.UTF8.GetBytes(Mode)))
                return members.Kind == JsonTokenType.StartObject;
        }

        return isEmpty && Mode == "form";
    }

    private static bool IsUrl(ReadOnlySpan<byte> parameters)
    {
        if (parameters.IsEmpty)
            return false;

        var members = new JsonMembers(parameters);
        while (members.Next())
        {
            if (members.Is("mode"u8))
                return members.Kind != JsonTokenType.String || members.Text() != "form";
        }

        return false;
    }
}
