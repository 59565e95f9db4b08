namespace McpAspire.Identity.Administration;

internal static class AdministrationExtensions
{
    public static void AddAdministration(this WebApplicationBuilder builder)
    {
    }
}
