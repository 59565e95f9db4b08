namespace McpAspire.Identity.Factors;

internal static class FactorsExtensions
{
    public static void AddFactors(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<SecondFactors>();
        builder.Services.AddScoped<FactorRemoval>();
    }
}
