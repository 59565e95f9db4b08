using System.Formats.Cbor;

namespace McpAspire.Identity.Passkeys;

/// <summary>
/// What an authenticator says about itself when a passkey is made (WebAuthn 3, section 6.5). There is no list of
/// trusted makers here, so the model is what the authenticator claims to be: it keeps honest people to the rules of the
/// house.
/// </summary>
internal static class AttestationStatement
{
    private const int AaguidOffset = 37;
    private const int AaguidLength = 16;

    private static readonly string[] Formats =
        ["none", "packed", "tpm", "android-key", "fido-u2f", "apple", "android-safetynet", "compound"];

    /// <summary>Whether the statement has a known form; with <c>none</c> it has to be empty (section 8.7).</summary>
    public static bool IsSound(ReadOnlySpan<byte> attestationObject, ReadOnlySpan<byte> clientDataHash)
    {
        try
        {
            return !clientDataHash.IsEmpty
                && Read(attestationObject.ToArray()) is var (format, isEmpty, _)
                && Formats.Contains(format)
                && (format != "none" || isEmpty);
        }
        catch (Exception exception) when (exception is CborContentException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The model of the authenticator (AAGUID), or null where it cannot be read.</summary>
    public static Guid? ModelOf(byte[] attestationObject)
    {
        try
        {
            var (_, _, data) = Read(attestationObject);
            return data.Length >= AaguidOffset + AaguidLength
                ? new Guid(data.AsSpan(AaguidOffset, AaguidLength), bigEndian: true)
                : null;
        }
        catch (Exception exception) when (exception is CborContentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static (string Format, bool IsEmpty, byte[] AuthenticatorData) Read(byte[] attestationObject)
    {
        var (format, isEmpty, data) = (string.Empty, false, Array.Empty<byte>());
        var reader = new CborReader(attestationObject);
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            switch (reader.ReadTextString())
            {
                case "fmt":
                    format = reader.ReadTextString();
                    break;
                case "attStmt":
                    isEmpty = reader.ReadEncodedValue().Span is [0xA0];
                    break;
                case "authData":
                    data = reader.ReadByteString();
                    break;
                default:
                    reader.SkipValue();
                    break;
            }
        }

        return (format, isEmpty, data);
    }
}
