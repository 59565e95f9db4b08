namespace McpAspire.Identity.OAuth.Refresh;

internal static class RefreshExtensions
{
    public static void AddRefresh(this IServiceCollection services)
    {
        services.AddSingleton<RefreshAnswers>();
        services.AddScoped<RefreshRetries>();
        services.AddScoped<TokenWrites>();
    }

    /// <summary>The steps in the order of a request.</summary>
    public static OpenIddictServerBuilder AddRefreshSteps(this OpenIddictServerBuilder server) => server
        .AddEventHandler(AnswerRetry.Descriptor)
        .RemoveEventHandler(RedeemOtherTokens.Replaced)
        .AddEventHandler(RedeemOtherTokens.Descriptor)
        .AddEventHandler(HoldTokenWrites.Descriptor)
        .AddEventHandler(RedeemRefreshToken.Descriptor)
        .AddEventHandler(KeepRefreshAnswer.Descriptor);
}
