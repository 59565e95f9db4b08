namespace McpAspire.Identity.Login;

internal static class LoginExtensions
{
    public static void AddLogin(this WebApplicationBuilder builder) =>
        builder.Services.AddScoped<SignInFlow>();
}
