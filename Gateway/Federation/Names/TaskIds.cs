using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace McpAspire.Gateway.Federation.Names;

/// <summary>
/// Ids of tasks in the federation (extension <c>io.modelcontextprotocol/tasks</c>): <c>{server}_{seal}_{id}</c>. The
/// seal binds the id to its server and to whom it was given; to hold a server's id is not to own the task. It is the
/// same each time, because clients compare ids.
/// </summary>
/// <param name="key">Known to all replicas and to nobody else.</param>
internal sealed class TaskIds(byte[] key)
{
    private const char Separator = '_';
    private const int SealBytes = 16;

    /// <summary>The characters of 16 bytes in base64url.</summary>
    private const int SealLength = 22;

    public string Of(string server, string principal, string taskId) =>
        $"{server}{Separator}{Seal(server, principal, taskId)}{Separator}{taskId}";

    /// <summary>The server and its own id; false for another's exactly as for an unknown one.</summary>
    public bool TryParse(string id, string principal, out string server, out string taskId)
    {
        (server, taskId) = ("", "");
        var end = id.IndexOf(Separator);
        var start = end + 1 + SealLength;
        if (end <= 0 || id.Length <= start || id[start] != Separator)
            return false;

        server = id[..end];
        taskId = id[(start + 1)..];
        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(Seal(server, principal, taskId)), Encoding.UTF8.GetBytes(id[(end + 1)..start]));
    }

    private string Seal(string server, string principal, string taskId)
    {
        // Lengths, so that no two triples read alike.
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{server.Length}:{principal.Length}:{server}{principal}{taskId}");
        return Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)).AsSpan(0, SealBytes));
    }
}
