using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace McpAspire.AppHost.Topology;

/// <summary>What identity answers to its operator.</summary>
internal static class OperatorApi
{
    public const string EndpointName = "operator";
    private const string AdministratorPath = "/operator/administrator";

    /// <summary>The same two commands as on the dashboard of any Aspire application.</summary>
    public static IResourceBuilder<ProjectResource> WithOperatorCommands(
        this IResourceBuilder<ProjectResource> identity, IResourceBuilder<ParameterResource> key) => identity
        .WithHttpCommand(
            AdministratorPath + "/reset-password",
            "Reset administrator's password",
            EndpointName,
            "reset-administrator",
            new HttpCommandOptions
            {
                Description = "A new one-time password, no second factor, no sessions.",
                ConfirmationMessage = "The administrator is signed out and has to enrol a second factor again. Go on?",
                IconName = "PersonKey",
                PrepareRequest = context => AuthorizeAsync(context.Request, key, context.CancellationToken),
                GetCommandResult = ShowPasswordAsync,
            })
        .WithHttpCommand(
            "/operator/sessions/sign-out-everyone",
            "Sign out everyone",
            EndpointName,
            "sign-out-everyone",
            new HttpCommandOptions
            {
                Description = "Ends every session and revokes every client's tokens.",
                ConfirmationMessage = "Everybody has to sign in again, every client has to be approved again. Go on?",
                IconName = "SignOut",
                PrepareRequest = context => AuthorizeAsync(context.Request, key, context.CancellationToken),
                GetCommandResult = ShowNumbersAsync,
            });

    public static async Task<AdministratorState?> ReadAdministratorAsync(
        HttpClient client,
        IResourceBuilder<ProjectResource> identity,
        IResourceBuilder<ParameterResource> key,
        CancellationToken cancellationToken)
    {
        var origin = await identity.GetEndpoint(EndpointName).GetValueAsync(cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, origin + AdministratorPath);
        await AuthorizeAsync(request, key, cancellationToken);
        using var response = await client.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync(OperatorJson.Default.AdministratorState, cancellationToken);
    }

    private static async Task AuthorizeAsync(
        HttpRequestMessage request, IResourceBuilder<ParameterResource> key, CancellationToken cancellationToken) =>
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer", await key.Resource.GetValueAsync(cancellationToken));

    /// <summary>The password is the result, which is shown; the message may be logged.</summary>
    private static async Task<ExecuteCommandResult> ShowPasswordAsync(HttpCommandResultContext context)
    {
        if (!context.Response.IsSuccessStatusCode)
            return Refused(context);
        var reset = await context.Response.Content.ReadFromJsonAsync(
            OperatorJson.Default.AdministratorReset, context.CancellationToken);
        return CommandResults.Success(
            $"{reset!.Name} has a new one-time password.",
            reset.OneTimePassword,
            CommandResultFormat.Text,
            displayImmediately: true);
    }

    private static async Task<ExecuteCommandResult> ShowNumbersAsync(HttpCommandResultContext context)
    {
        if (!context.Response.IsSuccessStatusCode)
            return Refused(context);
        var ended = await context.Response.Content.ReadFromJsonAsync(
            OperatorJson.Default.SignedOut, context.CancellationToken);
        return CommandResults.Success(
            $"{ended!.Sessions} sessions ended, {ended.Authorizations} authorizations of clients revoked.");
    }

    private static ExecuteCommandResult Refused(HttpCommandResultContext context) =>
        CommandResults.Failure($"{context.ResourceName} answered {(int)context.Response.StatusCode}.");
}
