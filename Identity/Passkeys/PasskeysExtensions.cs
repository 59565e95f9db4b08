namespace McpAspire.Identity.Passkeys;

internal static class PasskeysExtensions
{
    public static void AddPasskeys(this WebApplicationBuilder builder)
    {
    }
}
