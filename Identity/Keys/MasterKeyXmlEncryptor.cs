using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace McpAspire.Identity.Keys;

/// <summary>Seals the data-protection keys, which lie in Redis, with the key on disk.</summary>
internal sealed class MasterKeyXmlEncryptor(MasterKey master) : IXmlEncryptor
{
    public const string Purpose = "data-protection keys";
    public const string Element = "sealed";

    private readonly SecretBox _box = new(master, Purpose);

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var xml = plaintextElement.ToString(SaveOptions.DisableFormatting);
        var value = _box.Seal(Encoding.UTF8.GetBytes(xml), Purpose);
        return new EncryptedXmlInfo(new XElement(Element, value), typeof(MasterKeyXmlDecryptor));
    }
}
