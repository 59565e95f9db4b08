using System.Text;
using Aspire.Hosting.ApplicationModel;

namespace McpAspire.OfflineAspire.Running;

/// <summary>All resources with their states and addresses.</summary>
internal static class ResourceTable
{
    public static string Format(IEnumerable<(string Name, string State, IEnumerable<UrlSnapshot> Urls)> resources)
    {
        var text = new StringBuilder().AppendLine().AppendLine($"{"RESOURCE",-12} {"STATE",-32} ADDRESSES");
        foreach (var (name, state, urls) in resources)
        {
            var addresses = urls.Where(url => !url.IsInternal)
                .Select(url => url.Name is null ? url.Url : $"{url.Name}: {url.Url}");
            text.AppendLine($"{name,-12} {state,-32} {string.Join("   ", addresses)}".TrimEnd());
        }

        return text.ToString();
    }
}
