using System.Text;
using System.Text.Json;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>One thing that a server wants to know.</summary>
/// <param name="Key">What the server calls it.</param>
/// <param name="Method">Such as <c>elicitation/create</c>.</param>
/// <param name="Parameters">The object <c>params</c>; empty for none.</param>
internal sealed record InputRequest(string Key, string Method, ReadOnlyMemory<byte> Parameters)
{
    public static InputRequest? Read(ReadOnlySpan<byte> key, ReadOnlyMemory<byte> json)
    {
        string? method = null;
        ReadOnlyMemory<byte> parameters = default;
        var members = new JsonMembers(json.Span);
        while (members.Next())
        {
            if (members.Is("method"u8) && members.Kind == JsonTokenType.String)
                method = members.Text();
            else if (members.Is("params"u8) && members.Kind == JsonTokenType.StartObject)
                parameters = json[members.Value];
        }

        return method is null ? null : new InputRequest(Encoding.UTF8.GetString(key), method, parameters);
    }
}
