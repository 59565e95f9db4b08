using McpAspire.Gateway.Pipeline;

namespace McpAspire.Gateway.Bridge.Modern;

/// <summary>The lists of tools, prompts, resources and templates.</summary>
internal sealed class Lists
{
    public async Task<Refusal?> AnswerAsync(ModernRequest request)
    {
        using var answer = await request.View.ListAsync(
            request.Caller, request.Method, request.Parameters.Cursor, shows: null, request.Aborted);
        if (answer.IsError)
            return await ModernErrors.AnswerAsync(request.Reply, answer.Json);

        await request.Reply.ResultAsync(answer.Json);
        return null;
    }
}
