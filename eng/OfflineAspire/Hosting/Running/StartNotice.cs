using Aspire.Hosting;

namespace McpAspire.OfflineAspire.Running;

/// <summary>Says which of the two Aspires runs, and what this one cannot do.</summary>
internal sealed class StartNotice(IOutput output, DistributedApplicationExecutionContext context)
{
    public void Show()
    {
        if (context.IsPublishMode)
        {
            throw new DistributedApplicationException(
                "OfflineAspire only runs the application: publishing needs the real Aspire. "
                + "Build where its packages can be restored, or force it with -p:UseAspire=true.");
        }

        output.Notice("OfflineAspire runs the application: the real Aspire is not in this machine's package cache.");
    }
}
