namespace Aspire.Hosting.ApplicationModel;

/// <summary>Who owns what is mounted.</summary>
public enum ContainerMountType
{
    BindMount,
    Volume,
}
