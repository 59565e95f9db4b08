using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace McpAspire.Identity.Keys;

/// <summary>
/// Opens what <see cref="MasterKeyXmlEncryptor"/> sealed; data protection creates it by its name in the key.
/// </summary>
internal sealed class MasterKeyXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    private readonly SecretBox _box =
        new(services.GetRequiredService<MasterKey>(), MasterKeyXmlEncryptor.Purpose);

    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(Encoding.UTF8.GetString(_box.Open(encryptedElement.Value, MasterKeyXmlEncryptor.Purpose)));
}
