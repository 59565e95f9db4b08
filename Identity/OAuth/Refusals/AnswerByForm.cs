using System.Text;
using System.Text.Encodings.Web;
using McpAspire.Identity.Perimeter;
using McpAspire.Identity.Portal;
using Microsoft.AspNetCore;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Refusals;

/// <summary>
/// OAuth 2.0 Form Post Response Mode: the browser carries codes and errors to the client in a form. OpenIddict's page
/// has an inline script, which our pages never run; this one has a button besides, for browsers without scripts.
/// </summary>
internal sealed class AnswerByForm(Assets assets) : IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
{
    private const string Script = "form-post.js";

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ApplyAuthorizationResponseContext>()
            .AddFilter<OpenIddictServerAspNetCoreHandlerFilters.RequireHttpRequest>()
            .UseSingletonHandler<AnswerByForm>()
            .SetOrder(OpenIddictServerAspNetCoreHandlers.Authentication.ProcessFormPostResponse.Descriptor.Order - 1)
            .Build();

    public async ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
    {
        if (context.ResponseMode != ResponseModes.FormPost || string.IsNullOrEmpty(context.RedirectUri)
            || context.Transaction.GetHttpRequest()?.HttpContext is not { } http)
        {
            return;
        }

        var policy = ContentPolicy.Of(http);
        policy.AllowScripts();
        policy.AllowFormRedirectTo(new Uri(context.RedirectUri));
        http.Response.StatusCode = StatusCodes.Status200OK;
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync(PageOf(context), http.RequestAborted);
        context.HandleRequest();
    }

    private string PageOf(ApplyAuthorizationResponseContext context)
    {
        var html = HtmlEncoder.Default;
        var page = new StringBuilder($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Back to the application</title>
            <link rel="stylesheet" href="{html.Encode(assets.AddressOf("site.css"))}">
            <script src="{html.Encode(assets.AddressOf(Script))}" defer></script>
            </head>
            <body>
            <main>
            <h1>Back to the application</h1>
            <form id="answer" method="post" action="{html.Encode(context.RedirectUri!)}">

            """);
        foreach (var (name, value) in context.Response.GetParameters())
        {
            if ((string?)value is { Length: > 0 } text)
                page.Append($"<input type=\"hidden\" name=\"{html.Encode(name)}\" value=\"{html.Encode(text)}\">\n");
        }

        return page.Append("""
            <button type="submit">Continue</button>
            </form>
            </main>
            </body>
            </html>

            """).ToString();
    }
}
