namespace McpAspire.Gateway.Policy;

/// <summary>Registers the policy.</summary>
internal static class PolicyExtensions
{
    public static void AddPolicy(this IServiceCollection services)
    {
        services.AddSingleton<PolicyTargets>();
        services.AddSingleton<PolicyStage>();
    }
}
