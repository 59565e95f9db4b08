namespace McpAspire.Identity.Regulation;

internal static class RegulationExtensions
{
    public static void AddRegulation(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<Regulator>();
}
