using McpAspire.Identity.Sessions;
using McpAspire.Identity.Users;

namespace McpAspire.Identity.Operator;

/// <summary>What the operator of an installation can do to it from outside.</summary>
internal static partial class OperatorEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/operator");
        group.MapGet("/administrator", DescribeAsync);
        group.MapPost("/administrator/reset-password", ResetAsync);
        group.MapPost("/sessions/sign-out-everyone", SignOutEveryoneAsync);
        KeyEndpoints.Map(group);
    }

    private static async Task<IResult> DescribeAsync(Administrator administrator, AdministratorAtStart start) =>
        await administrator.FindAsync() is { } account
            ? Results.Json(
                new AdministratorState(account.UserName, account.PasswordIsOneTime, start.HasSetPassword),
                OperatorJson.Default.AdministratorState)
            : Results.NotFound();

    private static async Task<IResult> ResetAsync(
        Administrator administrator, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        if (await administrator.FindAsync() is not { } account)
            return Results.NotFound();

        var password = OneTimePassword.Create();
        await administrator.ResetAsync(account, password, cancellationToken);
        LogReset(loggers.CreateLogger(typeof(OperatorEndpoints)), account.UserName);
        return Results.Json(
            new AdministratorPassword(account.UserName, password), OperatorJson.Default.AdministratorPassword);
    }

    private static async Task<IResult> SignOutEveryoneAsync(
        SignOutEverywhere signOut, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var done = await signOut.SignOutEveryoneAsync(cancellationToken);
        LogSignedOut(loggers.CreateLogger(typeof(OperatorEndpoints)), done.Sessions, done.Authorizations);
        return Results.Json(done, OperatorJson.Default.SignedOut);
    }

    [LoggerMessage(LogLevel.Warning, "The operator reset the administrator {Name}")]
    private static partial void LogReset(ILogger logger, string? name);

    [LoggerMessage(LogLevel.Warning, "The operator signed everyone out: {Sessions} sessions, {Authorizations} grants")]
    private static partial void LogSignedOut(ILogger logger, long sessions, long authorizations);
}
