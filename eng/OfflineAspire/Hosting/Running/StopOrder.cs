using Aspire.Hosting.ApplicationModel;

namespace McpAspire.OfflineAspire.Running;

/// <summary>Who stops when: a resource before those that it waited for, and those of one rank together.</summary>
internal static class StopOrder
{
    public static IEnumerable<IGrouping<int, IResource>> Of(IEnumerable<IResource> resources)
    {
        var ranks = new Dictionary<IResource, int>();
        return resources.GroupBy(resource => Rank(resource, ranks)).OrderByDescending(group => group.Key);
    }

    private static int Rank(IResource resource, Dictionary<IResource, int> ranks)
    {
        if (ranks.TryGetValue(resource, out var known))
            return known;

        // Set before looking further, so that resources that wait for each other do not end in a loop here.
        ranks[resource] = 0;
        return ranks[resource] = resource.Annotations.OfType<WaitAnnotation>()
            .Select(wait => Rank(wait.Resource, ranks) + 1)
            .DefaultIfEmpty(0)
            .Max();
    }
}
