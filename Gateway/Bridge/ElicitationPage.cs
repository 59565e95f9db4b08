using System.Text.Json;
using McpAspire.Gateway.Configuration;

namespace McpAspire.Gateway.Bridge;

/// <summary>Elicitation in URL mode (SEP-1036): the client sends a person to a page of the server's.</summary>
internal static class ElicitationPage
{
    /// <summary>
    /// Whether the page is one of the web; other schemes start programs or run scripts at the person's machine.
    /// </summary>
    public static bool IsSafe(ReadOnlySpan<byte> parameters)
    {
        var members = new JsonMembers(parameters);
        while (members.Next())
        {
            if (members.Is("url"u8))
                return members.Kind == JsonTokenType.String
                    && Uri.TryCreate(members.Text(), UriKind.Absolute, out var url)
                    && WebOrigin.IsSecure(url.AbsoluteUri);
        }

        return false;
    }
}
