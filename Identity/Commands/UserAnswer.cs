using System.Text.Json.Serialization;

namespace McpAspire.Identity.Commands;

/// <summary>What was done to a user; a one-time password is told here once.</summary>
internal sealed record UserAnswer(
    string Name,
    Guid Id,
    string Done,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? OneTimePassword = null);
