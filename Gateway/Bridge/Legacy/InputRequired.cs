using System.Buffers;
using System.Text.Json;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>What a server of 2026-07-28 wants to know before it goes on with a request (SEP-2322).</summary>
/// <param name="Requests">What to ask, by the server's keys.</param>
/// <param name="State">The member <c>requestState</c> as JSON, for the server alone; empty for none.</param>
internal sealed record InputRequired(IReadOnlyList<InputRequest> Requests, ReadOnlyMemory<byte> State)
{
    /// <summary>Nobody is asked more at once.</summary>
    private const int MaxRequests = 16;

    /// <summary>Null if the server breaks the form.</summary>
    public static InputRequired? Read(ReadOnlyMemory<byte> result)
    {
        var requests = new List<InputRequest>();
        var state = JsonMembers.Find(result, "requestState"u8);
        var asked = JsonMembers.Find(result, "inputRequests"u8);
        if (asked.IsEmpty)
            return state.IsEmpty ? null : new InputRequired(requests, state);
        if (asked.Span[0] != (byte)'{')
            return null;

        var members = new JsonMembers(asked.Span);
        while (members.Next())
        {
            if (members.Kind != JsonTokenType.StartObject || requests.Count == MaxRequests
                || InputRequest.Read(members.Name, asked[members.Value]) is not { } request)
                return null;

            requests.Add(request);
        }

        return new InputRequired(requests, state);
    }

    /// <summary>The parameters of the same request once more, with the answers.</summary>
    public ReadOnlyMemory<byte> Again(ReadOnlyMemory<byte> parameters, IReadOnlyList<ReadOnlyMemory<byte>> answers)
    {
        var responses = new ArrayBufferWriter<byte>(256);
        var separator = "{"u8;
        for (var i = 0; i < answers.Count; i++)
        {
            responses.Write(separator);
            RpcText.String(responses, Requests[i].Key);
            responses.Write(":"u8);
            responses.Write(answers[i].Span);
            separator = ","u8;
        }

        responses.Write("}"u8);
        var written = answers.Count == 0 ? default : responses.WrittenSpan;
        return JsonMembers.Replace(parameters.Span, "inputResponses"u8, written, "requestState"u8, State.Span);
    }
}
