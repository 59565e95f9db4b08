using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpAspire.Identity.Tests.Passkeys;

/// <summary>
/// An authenticator with one ES256 key, and the browser before it (WebAuthn 3, sections 5.8 and 6). It does what it is
/// told, which honest ones would not.
/// </summary>
internal sealed class SoftAuthenticator
{
    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte BackupEligible = 0x08;
    private const byte Attested = 0x40;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] CredentialId { get; init; } = RandomNumberGenerator.GetBytes(32);

    public Guid Model { get; init; }

    public string Origin { get; set; } = "http://localhost:9091";

    public string Domain { get; set; } = "localhost";

    public bool Verifies { get; set; } = true;

    public bool IsCopied { get; init; } = true;

    /// <summary>Stays at zero with passkeys that are copied between devices.</summary>
    public uint Count { get; set; }

    public string? UserHandle { get; set; }

    public string Create(string optionsJson)
    {
        var options = JsonNode.Parse(optionsJson)!;
        UserHandle = (string)options["user"]!["id"]!;
        var clientData = ClientData("webauthn.create", options);
        var data = AuthenticatorData(Attested, [.. Model.ToByteArray(bigEndian: true),
            (byte)(CredentialId.Length >> 8), (byte)CredentialId.Length, .. CredentialId, .. PublicKey()]);
        var writer = new CborWriter();
        writer.WriteStartMap(3);
        writer.WriteTextString("fmt");
        writer.WriteTextString("none");
        writer.WriteTextString("attStmt");
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        writer.WriteTextString("authData");
        writer.WriteByteString(data);
        writer.WriteEndMap();
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(clientData),
            ["attestationObject"] = Base64Url.EncodeToString(writer.Encode()),
            ["transports"] = new JsonArray("internal"),
        }).ToJsonString();
    }

    public string Get(string optionsJson) => GetNode(optionsJson).ToJsonString();

    public JsonObject GetNode(string optionsJson, string type = "webauthn.get")
    {
        var clientData = ClientData(type, JsonNode.Parse(optionsJson)!);
        var data = AuthenticatorData(0, []);
        var signature = _key.SignData(
            [.. data, .. SHA256.HashData(clientData)],
            HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence);
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(clientData),
            ["authenticatorData"] = Base64Url.EncodeToString(data),
            ["signature"] = Base64Url.EncodeToString(signature),
            ["userHandle"] = UserHandle,
        });
    }

    private JsonObject Credential(JsonObject response) => new()
    {
        ["id"] = Base64Url.EncodeToString(CredentialId),
        ["rawId"] = Base64Url.EncodeToString(CredentialId),
        ["type"] = "public-key",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    };

    private byte[] ClientData(string type, JsonNode options) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        type, challenge = (string)options["challenge"]!, origin = Origin, crossOrigin = false,
    });

    private byte[] AuthenticatorData(byte flags, byte[] attested)
    {
        flags |= Present;
        if (Verifies)
            flags |= Verified;
        if (IsCopied)
            flags |= BackupEligible;
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(Domain)), flags, .. count, .. attested];
    }

    /// <summary>RFC 9053, section 7.1.1: an EC2 key on P-256 for ES256.</summary>
    private byte[] PublicKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(5);
        foreach (var (label, value) in ((int, int)[])[(1, 2), (3, -7), (-1, 1)])
        {
            writer.WriteInt32(label);
            writer.WriteInt32(value);
        }

        writer.WriteInt32(-2);
        writer.WriteByteString(point.X!);
        writer.WriteInt32(-3);
        writer.WriteByteString(point.Y!);
        writer.WriteEndMap();
        return writer.Encode();
    }
}
