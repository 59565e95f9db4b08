using McpAspire.Identity.Keys;

namespace McpAspire.Identity.Operator;

/// <summary>The operator's view of the token server's keys, and the command that changes them.</summary>
internal static class KeyEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/keys", ListAsync);
        group.MapPost("/keys/rotate", RotateAsync);
    }

    private static async Task<IResult> ListAsync(KeyRotation rotation, CancellationToken cancellationToken)
    {
        var keys = await rotation.ListAsync(cancellationToken);
        return Results.Json([.. keys.Select(KeyState.Of)], OperatorJson.Default.KeyStateArray);
    }

    /// <summary>
    /// With <c>now=true</c> the old keys are dropped at once and every token dies: that is for keys in wrong hands.
    /// Otherwise <c>publishBefore</c> says how long the new ones are published before they are used.
    /// </summary>
    private static async Task<IResult> RotateAsync(
        KeyRotation rotation, CancellationToken cancellationToken, bool now = false, TimeSpan? publishBefore = null)
    {
        if (KeyRotationOptions.ProblemOf(publishBefore) is { } problem)
            return Results.Problem(problem, statusCode: StatusCodes.Status400BadRequest);

        var key = now
            ? await rotation.ReplaceAsync(cancellationToken)
            : await rotation.RotateAsync(publishBefore, cancellationToken);
        return Results.Json(KeyState.Of(key), OperatorJson.Default.KeyState);
    }
}
