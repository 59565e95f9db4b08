namespace McpAspire.Identity.Administration;

internal static class AdministrationExtensions
{
    public static void UseAdministration(this WebApplication app) =>
        app.UseMiddleware<AdministratorsOnlyMiddleware>();
}
