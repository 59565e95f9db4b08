using McpAspire.Identity.Storage;

namespace McpAspire.Identity.Regulation;

/// <summary>
/// What stands in keys for a name. The name is whatever somebody typed: a password in the wrong field, or a megabyte.
/// </summary>
internal static class SubjectDigest
{
    public static string Of(string subject) =>
        Digest.Of(subject.ToUpperInvariant());
}
