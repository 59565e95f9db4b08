using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace McpAspire.Gateway.Federation.Names;

/// <summary>
/// Ids of tasks in the federation (extension <c>io.modelcontextprotocol/tasks</c>): <c>{server}_{sealed id}</c>. The
/// seal binds the id to its server and to whom it was given, and hides the server's own: to hold an id is not to own
/// the task. It is the same each time, because clients compare ids.
/// </summary>
internal sealed class TaskIds
{
    private const char Separator = '_';
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] _nonceKey;
    private readonly byte[] _sealKey;

    /// <param name="key">Known to all replicas and to nobody else.</param>
    public TaskIds(byte[] key)
    {
        _nonceKey = HMACSHA256.HashData(key, "nonce"u8);
        _sealKey = HMACSHA256.HashData(key, "seal"u8);
    }

    public string Of(string server, string principal, string taskId)
    {
        var (owner, id) = (Owner(server, principal), Encoding.UTF8.GetBytes(taskId));
        var sealedId = new byte[NonceBytes + id.Length + TagBytes];
        // Made of what is sealed, so that another text never gets the same one.
        var nonce = sealedId.AsSpan(0, NonceBytes);
        byte[] text = [.. owner, .. id];
        HMACSHA256.HashData(_nonceKey, text).AsSpan(0, NonceBytes).CopyTo(nonce);
        using var aes = new AesGcm(_sealKey, TagBytes);
        aes.Encrypt(nonce, id, sealedId.AsSpan(NonceBytes, id.Length), sealedId.AsSpan(^TagBytes..), owner);
        return $"{server}{Separator}{Base64Url.EncodeToString(sealedId)}";
    }

    /// <summary>The server and its own id; false for another's exactly as for an unknown one.</summary>
    public bool TryParse(string id, string principal, out string server, out string taskId)
    {
        (server, taskId) = ("", "");
        var end = id.IndexOf(Separator);
        if (end <= 0 || !Base64Url.IsValid(id.AsSpan(end + 1), out var length) || length < NonceBytes + TagBytes)
            return false;

        var name = id[..end];
        if (Open(name, principal, Base64Url.DecodeFromChars(id.AsSpan(end + 1))) is not { } own
            // The last characters of base64 have spellings that mean the same.
            || !string.Equals(Of(name, principal, own), id, StringComparison.Ordinal))
            return false;

        (server, taskId) = (name, own);
        return true;
    }

    private string? Open(string server, string principal, ReadOnlySpan<byte> sealedId)
    {
        var id = new byte[sealedId.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_sealKey, TagBytes);
        try
        {
            aes.Decrypt(
                sealedId[..NonceBytes],
                sealedId[NonceBytes..^TagBytes],
                sealedId[^TagBytes..],
                id,
                Owner(server, principal));
            return Encoding.UTF8.GetString(id);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>Lengths, so that no two owners read alike.</summary>
    private static byte[] Owner(string server, string principal) =>
        Encoding.UTF8.GetBytes(FormattableString.Invariant($"{server.Length}:{principal.Length}:{server}{principal}"));
}
