using System.IO.Pipelines;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation.Results.Streaming;
using McpAspire.Gateway.Upstream.Transport;

namespace McpAspire.Gateway.Bridge.Modern;

/// <summary>
/// Passes a large result on while it comes, at the pace of the client: what is kept of it does not grow with it. Its
/// last brace is written only when all of it has been judged; a bad one breaks off before.
/// </summary>
internal static class LargeResults
{
    /// <summary>False, and nothing has been written, if it has to be gathered.</summary>
    /// <param name="request">Whose result it is.</param>
    /// <param name="server">Who gave it.</param>
    /// <param name="result">The result.</param>
    public static async Task<bool> TryPassOnAsync(ModernRequest request, McpServer server, LargeResult result)
    {
        if (result.Begin() is not { } beginning)
            return false;

        using var rewriter = new ResultRewriter(
            new LargeResultRules(request.Method), request.View.ChangesFor(request.Caller, server));
        if (!rewriter.Feed(beginning.Span) || !rewriter.IsUnderWay)
            return false;

        return await request.Reply.TryStreamResultAsync(
            output => WriteAsync(output, rewriter, result, request.Aborted));
    }

    private static async Task WriteAsync(
        PipeWriter output, ResultRewriter rewriter, LargeResult result, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> piece;
        do
        {
            await output.WriteAsync(rewriter.Output.Bytes, cancellationToken);
            rewriter.Output.Clear();
            piece = await result.ReadAsync(cancellationToken);
            if (!rewriter.Feed(piece.Span))
                throw result.Unusable("It says too late that it is no plain result.");
        }
        while (!piece.IsEmpty);

        if (!rewriter.IsDone)
            throw result.Unusable("The answer's result is none.");
        await output.WriteAsync(rewriter.Output.Bytes, cancellationToken);
    }
}
