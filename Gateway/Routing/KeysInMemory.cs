using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace McpAspire.Gateway.Routing;

/// <summary>Data-protection keys that end with the process; nothing that they protect outlives it.</summary>
internal sealed class KeysInMemory : IXmlRepository
{
    private readonly Lock _gate = new();
    private readonly List<XElement> _elements = [];

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (_gate)
        {
            return [.. _elements];
        }
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        lock (_gate)
        {
            _elements.Add(element);
        }
    }
}
