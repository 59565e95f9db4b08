using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace McpAspire.Gateway.Routing;

/// <summary>Data-protection keys that end with the process; nothing that they protect outlives it.</summary>
internal sealed class KeysInMemory : IXmlRepository
{
    private readonly Lock gate = new();
    private readonly List<XElement> elements = [];

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (gate)
        {
            return [.. elements];
        }
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        lock (gate)
        {
            elements.Add(element);
        }
    }
}
