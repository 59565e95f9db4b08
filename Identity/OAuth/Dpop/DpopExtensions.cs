using McpAspire.Identity.Startup;

namespace McpAspire.Identity.OAuth.Dpop;

internal static class DpopExtensions
{
    public static void AddDpop(this IServiceCollection services)
    {
        services.AddSettings<DpopOptions, DpopOptions.Validator>(DpopOptions.Section);
        services.AddSingleton<ProofReplays>();
        services.AddSingleton<ProofCheck>();
    }

    /// <summary>The steps in the order of a request.</summary>
    public static OpenIddictServerBuilder AddDpopSteps(this OpenIddictServerBuilder server) => server
        .AddEventHandler(DescribeProofs.Descriptor)
        .AddEventHandler(ValidateKeyParameter.Descriptor)
        .AddEventHandler(BindCode.Descriptor)
        .AddEventHandler(ValidateTokenProof.Descriptor)
        .AddEventHandler(BindTokens.Descriptor)
        .AddEventHandler(NameTokenType.Descriptor)
        .AddEventHandler(LeaveProofToEndpoint.Descriptor)
        .AddEventHandler(ExtractBoundToken.Descriptor)
        .AddEventHandler(ValidateUserInfoProof.Descriptor);
}
