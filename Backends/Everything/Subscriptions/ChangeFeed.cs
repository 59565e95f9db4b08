using ModelContextProtocol.Protocol;

namespace McpAspire.Everything.Subscriptions;

/// <summary>Tells every open stream what changed, in both eras.</summary>
internal sealed class ChangeFeed
{
    public ChangeFeed(Catalogue catalogue)
    {
        catalogue.Tools.Changed += (_, _) => Publish(NotificationMethods.ToolListChangedNotification);
        catalogue.Prompts.Changed += (_, _) => Publish(NotificationMethods.PromptListChangedNotification);
        catalogue.Resources.Changed += (_, _) => Publish(NotificationMethods.ResourceListChangedNotification);
    }

    public event Action<Change>? Published;

    public void ResourceUpdated(string uri) =>
        Publish(NotificationMethods.ResourceUpdatedNotification, uri);

    private void Publish(string method, string? uri = null) => Published?.Invoke(new Change(method, uri));
}
