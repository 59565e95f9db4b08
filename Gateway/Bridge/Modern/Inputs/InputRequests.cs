using System.Text;
using System.Text.Json;

namespace McpAspire.Gateway.Bridge.Modern.Inputs;

/// <summary>The questions in an <c>input_required</c> result (SEP-2322).</summary>
internal sealed class InputRequests
{
    private readonly List<string> _keys = [];

    public string[] Keys => [.. _keys];

    /// <summary>Whether all of it has the form that it must have.</summary>
    public bool IsWellFormed { get; private set; } = true;

    /// <summary>What a question needs and the client did not declare on this request, if anything.</summary>
    public ClientCapability? Missing { get; private set; }

    /// <param name="json">The object <c>inputRequests</c>; empty for none.</param>
    /// <param name="capabilities">What the client declared on this request.</param>
    public static InputRequests Read(ReadOnlySpan<byte> json, ReadOnlySpan<byte> capabilities)
    {
        var requests = new InputRequests();
        if (json.IsEmpty)
            return requests;
        if (json[0] != (byte)'{')
        {
            requests.IsWellFormed = false;
            return requests;
        }

        var members = new JsonMembers(json);
        while (members.Next())
        {
            requests._keys.Add(Encoding.UTF8.GetString(members.Name));
            if (members.Kind == JsonTokenType.StartObject)
                requests.Add(json[members.Value], capabilities);
            else
                requests.IsWellFormed = false;
        }

        return requests;
    }

    private void Add(ReadOnlySpan<byte> question, ReadOnlySpan<byte> capabilities)
    {
        string? method = null;
        var parameters = default(ReadOnlySpan<byte>);
        var members = new JsonMembers(question);
        while (members.Next())
        {
            if (members.Is("method"u8) && members.Kind == JsonTokenType.String)
                method = members.Text();
            else if (members.Is("params"u8) && members.Kind == JsonTokenType.StartObject)
                parameters = question[members.Value];
        }

        if (method is null || ClientCapability.For(method, parameters) is not { } needed)
            IsWellFormed = false;
        else if (needed.Mode == "url" && !ElicitationPage.IsSafe(parameters))
            IsWellFormed = false;
        else if (!needed.IsIn(capabilities))
            Missing ??= needed;
    }
}
