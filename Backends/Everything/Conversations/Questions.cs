using ModelContextProtocol.Protocol;

namespace McpAspire.Everything.Conversations;

/// <summary>The shapes that most questions have.</summary>
internal static class Questions
{
    public static ElicitRequestParams Form(
        string message, params IEnumerable<(string Name, ElicitRequestParams.PrimitiveSchemaDefinition Schema)> fields)
    {
        var properties = fields.ToDictionary(field => field.Name, field => field.Schema);
        return new ElicitRequestParams
        {
            Message = message,
            RequestedSchema = new ElicitRequestParams.RequestSchema
            {
                Properties = properties,
                Required = [.. properties.Keys],
            },
        };
    }

    public static ElicitRequestParams Text(string message, string field) =>
        Form(message, (field, new ElicitRequestParams.StringSchema()));

    public static CreateMessageRequestParams Prompt(string text, int maxTokens) => new()
    {
        Messages = [new SamplingMessage { Role = Role.User, Content = [new TextContentBlock { Text = text }] }],
        MaxTokens = maxTokens,
    };
}
