using McpAspire.Identity.Keys;

namespace McpAspire.Identity.Operator;

/// <summary>The operator's view of the token server's keys, and the command that changes them.</summary>
internal static class KeyEndpoints
{
    private const string Stolen = "stolen";
    private const string PublishBefore = "publishBefore";

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/keys", ListAsync);
        group.MapPost("/keys/rotate", RotateAsync);
    }

    private static async Task<IResult> ListAsync(KeyRotation rotation, CancellationToken cancellationToken)
    {
        var keys = await rotation.ListAsync(cancellationToken);
        return Results.Json([.. keys.Select(TokenKeyInfo.Of)], OperatorJson.Default.TokenKeyInfoArray);
    }

    /// <summary>
    /// With <c>stolen=true</c> the old keys are dropped at once and every token dies: that is for keys in wrong hands.
    /// Otherwise <c>publishBefore</c> says how long the new ones are published before they are used.
    /// </summary>
    private static async Task<IResult> RotateAsync(
        KeyRotation rotation,
        HttpRequest request,
        CancellationToken cancellationToken,
        bool stolen = false,
        TimeSpan? publishBefore = null)
    {
        if (ProblemOf(request.Query) is { } word)
            return Results.Problem(word, statusCode: StatusCodes.Status400BadRequest);
        if (KeyRotationOptions.ProblemOf(publishBefore) is { } problem)
            return Results.Problem(problem, statusCode: StatusCodes.Status400BadRequest);

        try
        {
            var key = stolen
                ? await rotation.ReplaceAsync(cancellationToken)
                : await rotation.RotateAsync(publishBefore, cancellationToken);
            return Results.Json(TokenKeyInfo.Of(key), OperatorJson.Default.TokenKeyInfo);
        }
        catch (UnopenedKeyException unopened)
        {
            return Results.Problem(unopened.Message, statusCode: StatusCodes.Status409Conflict);
        }
    }

    /// <summary>A word that is misspelt must not make of an emergency a rotation like any other.</summary>
    private static string? ProblemOf(IQueryCollection query)
    {
        if (query.Keys.FirstOrDefault(key => !IsOneOf(key, Stolen, PublishBefore)) is { } unknown)
            return $"'{unknown}' is not known here. There are {Stolen}=true and {PublishBefore}=HH:MM:SS.";
        return query.ContainsKey(Stolen) && query.ContainsKey(PublishBefore)
            ? $"With {Stolen} the new keys are used at once, so {PublishBefore} says nothing."
            : null;
    }

    private static bool IsOneOf(string key, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
