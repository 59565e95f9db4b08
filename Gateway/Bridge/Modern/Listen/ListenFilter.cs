using System.Buffers;
using System.Text.Json;

namespace McpAspire.Gateway.Bridge.Modern.Listen;

/// <summary>What a client of <c>subscriptions/listen</c> wants to hear (SEP-2575); everything is opt-in.</summary>
internal sealed record ListenFilter
{
    private const int MaxResources = 100;

    public bool Tools { get; init; }

    public bool Prompts { get; init; }

    public bool Resources { get; init; }

    /// <summary>In the endpoint's URIs.</summary>
    public IReadOnlyList<string> ResourceUris { get; init; } = [];

    /// <param name="json">The object <c>notifications</c>.</param>
    /// <returns>Null if it is not of its form, or too large.</returns>
    public static ListenFilter? Read(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty || json[0] != (byte)'{')
            return null;

        var filter = new ListenFilter();
        var members = new JsonMembers(json);
        while (members.Next())
        {
            var isTrue = members.Kind == JsonTokenType.True;
            if (members.Is("toolsListChanged"u8))
                filter = filter with { Tools = isTrue };
            else if (members.Is("promptsListChanged"u8))
                filter = filter with { Prompts = isTrue };
            else if (members.Is("resourcesListChanged"u8))
                filter = filter with { Resources = isTrue };
            else if (members.Is("resourceSubscriptions"u8) && ReadUris(json[members.Value]) is var uris)
                if (uris is null)
                    return null;
                else
                    filter = filter with { ResourceUris = uris };
        }

        return filter;
    }

    /// <summary>What of it the servers behind the endpoint tell of, by what they say that they are able to do.</summary>
    public ListenFilter Within(ReadOnlySpan<byte> capabilities) => new()
    {
        Tools = Tools && Has(capabilities, "tools"u8, "listChanged"u8),
        Prompts = Prompts && Has(capabilities, "prompts"u8, "listChanged"u8),
        Resources = Resources && Has(capabilities, "resources"u8, "listChanged"u8),
        ResourceUris = Has(capabilities, "resources"u8, "subscribe"u8) ? ResourceUris : [],
    };

    public bool Wants(string method) => method switch
    {
        "notifications/tools/list_changed" => Tools,
        "notifications/prompts/list_changed" => Prompts,
        "notifications/resources/list_changed" => Resources,
        _ => false,
    };

    /// <summary>The object <c>notifications</c> of the acknowledgement: no more than is honoured.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        var separator = "{"u8;
        separator = JsonMembers.Write(output, separator, "toolsListChanged"u8, Tools ? "true"u8 : default);
        separator = JsonMembers.Write(output, separator, "promptsListChanged"u8, Prompts ? "true"u8 : default);
        separator = JsonMembers.Write(output, separator, "resourcesListChanged"u8, Resources ? "true"u8 : default);
        if (ResourceUris.Count > 0)
        {
            output.Write(separator);
            output.Write("\"resourceSubscriptions\":"u8);
            separator = "["u8;
            foreach (var uri in ResourceUris)
            {
                output.Write(separator);
                RpcText.String(output, uri);
                separator = ","u8;
            }

            output.Write("]"u8);
        }

        output.Write(separator[0] == (byte)'{' ? "{}"u8 : "}"u8);
    }

    private static List<string>? ReadUris(ReadOnlySpan<byte> json)
    {
        var uris = new List<string>();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            return null;

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String || uris.Count == MaxResources)
                return null;

            uris.Add(reader.GetString()!);
        }

        return uris;
    }

    private static bool Has(ReadOnlySpan<byte> capabilities, ReadOnlySpan<byte> name, ReadOnlySpan<byte> ability)
    {
        var members = new JsonMembers(capabilities);
        while (members.Next())
        {
            if (!members.Is(name) || members.Kind != JsonTokenType.StartObject)
                continue;

            var abilities = new JsonMembers(capabilities[members.Value]);
            while (abilities.Next())
            {
                if (abilities.Is(ability))
                    return abilities.Kind == JsonTokenType.True;
            }
        }

        return false;
    }
}
