using System.Text.Json;
using McpAspire.Gateway.Federation.Results;

namespace McpAspire.Gateway.Federation.Views;

/// <summary>The member <c>ref</c> of <c>completion/complete</c>: the prompt or template being filled in.</summary>
/// <param name="IsPrompt">A prompt by its name, or a template by its URI.</param>
/// <param name="Text">The name or URI.</param>
/// <param name="Value">Where it stands in the parameters, quotes included.</param>
internal readonly record struct CompletionReference(bool IsPrompt, string Text, Range Value)
{
    public static CompletionReference? Find(ReadOnlySpan<byte> parameters)
    {
        var json = new Utf8JsonReader(parameters, new JsonReaderOptions { MaxDepth = 128 });
        if (parameters.IsEmpty || !json.Read() || json.TokenType != JsonTokenType.StartObject)
            return null;

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isReference = json.ValueTextEquals("ref"u8);
            json.Read();
            if (isReference)
                return json.TokenType == JsonTokenType.StartObject ? Read(ref json, parameters) : null;
            json.Skip();
        }

        return null;
    }

    private static CompletionReference? Read(ref Utf8JsonReader json, ReadOnlySpan<byte> parameters)
    {
        bool? isPrompt = null;
        Range? name = null;
        Range? uri = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isType = json.ValueTextEquals("type"u8);
            var isName = json.ValueTextEquals("name"u8);
            var isUri = json.ValueTextEquals("uri"u8);
            json.Read();
            Range? value = json.TokenType == JsonTokenType.String
                ? (int)json.TokenStartIndex..(int)json.BytesConsumed
                : null;
            if (isType && value is not null)
                isPrompt = json.ValueTextEquals("ref/prompt"u8) ? true
                    : json.ValueTextEquals("ref/resource"u8) ? false
                    : null;
            else if (isName)
                name = value;
            else if (isUri)
                uri = value;
            json.Skip();
        }

        return (isPrompt, isPrompt == true ? name : uri) is ({ } kind, { } place)
            ? new CompletionReference(kind, JsonSplice.Unescape(parameters[place]), place)
            : null;
    }
}
