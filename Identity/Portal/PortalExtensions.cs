using McpAspire.Identity.OAuth;
using McpAspire.Identity.Perimeter;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Net.Http.Headers;

namespace McpAspire.Identity.Portal;

internal static class PortalExtensions
{
    public static void AddPortal(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Assets>();
        // Pages lie in the folder of their feature.
        builder.Services.AddRazorPages().AddRazorPagesOptions(options => options.RootDirectory = "/");
        builder.Services.AddOptions<AntiforgeryOptions>().Configure<PublicOrigin>((options, origin) =>
        {
            options.Cookie.Name = origin.CookieName("form");
            options.Cookie.SecurePolicy = origin.CookieSecurity;
            options.Cookie.Path = "/";
            // The header that it would add is weaker than ours.
            options.SuppressXFrameOptionsHeader = true;
        });
    }

    /// <summary>
    /// Failures of pages are told on a page of ours, those of endpoints for programs in JSON; neither tells the cause.
    /// </summary>
    public static void UseErrorPages(this WebApplication app)
    {
        app.UseWhen(
            context => IsForPrograms(context.Request.Path),
            branch => branch.UseExceptionHandler(failed => failed.Run(context => context.Response.WriteAsJsonAsync(
                new OAuthError("server_error", "Something went wrong. It was written to the log."),
                OAuthJson.Default.OAuthError))));
        app.UseWhen(
            context => !IsForPrograms(context.Request.Path) && !context.Request.Path.IsAsset(),
            branch => branch
                .UseExceptionHandler(RequestPaths.Error)
                .UseStatusCodePagesWithReExecute(RequestPaths.Error));
    }

    public static void MapPortal(this WebApplication app)
    {
        app.MapRazorPages();
        app.MapGet($"{Assets.Path}/{{name}}", (string name, Assets assets, HttpResponse response) =>
        {
            if (assets.Find(name) is not { } asset)
                return Results.NotFound();

            response.Headers.CacheControl = "public, max-age=3600";
            return Results.Bytes(
                asset.Content, asset.ContentType, entityTag: new EntityTagHeaderValue($"\"{asset.Version}\""));
        });
    }

    private static bool IsForPrograms(PathString path) =>
        path.IsProtocol() || path.IsOperator() || path.IsHealthProbe();
}
