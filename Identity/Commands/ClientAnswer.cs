using System.Text.Json.Serialization;

namespace McpAspire.Identity.Commands;

/// <summary>What was done to a client; a secret is told here once.</summary>
internal sealed record ClientAnswer(
    string ClientId,
    string Done,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ClientSecret = null);
