using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.OAuth.Device;

/// <summary>The answer to a device that asks for codes.</summary>
internal sealed record DeviceCodes(string Device, string User, string Complete)
{
    public static DeviceCodes Of(Answer answer) => new(
        answer.Json.GetProperty("device_code").GetString()!,
        answer.Json.GetProperty("user_code").GetString()!,
        answer.Json.GetProperty("verification_uri_complete").GetString()!);
}
