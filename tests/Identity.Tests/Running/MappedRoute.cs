using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Running;

/// <summary>An address that the service has an endpoint for, with something in place of each parameter.</summary>
internal sealed record MappedRoute(string Path, bool IsPage, IReadOnlyList<string> Methods)
{
    /// <summary>Everything that is mapped, so that a test covers what is added later without being told.</summary>
    public static IReadOnlyList<MappedRoute> All(IdentityHost host) =>
        [.. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(Of).OrderBy(route => route.Path, StringComparer.Ordinal)];

    public bool Takes(string method) => Methods.Count == 0 || Methods.Contains(method);

    private static MappedRoute Of(RouteEndpoint endpoint) => new(
        "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(Fill)),
        endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null,
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []);

    private static string Fill(RoutePatternPathSegment segment) =>
        string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternParameterPart parameter => ValueOf(parameter),
            _ => string.Empty,
        }));

    private static string ValueOf(RoutePatternParameterPart parameter)
    {
        var policies = parameter.ParameterPolicies.Select(policy => policy.Content ?? string.Empty).ToList();
        if (policies.Contains("guid"))
            return "3f0e6b4e-6a0e-4d0c-9a51-0c7f1f0f4a11";
        // The first word of a choice: ^(disable|reset|delete)$
        var choice = policies.Select(policy => Regex.Match(policy, @"\^\((\w+)\|")).FirstOrDefault(it => it.Success);
        return choice?.Groups[1].Value ?? "x";
    }
}
