using McpAspire.Everything.Notes;
using McpAspire.Everything.Prompts;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Completion;

/// <summary>Completes the arguments of prompts and resource templates.</summary>
internal sealed class Completions(Notebook notebook)
{
    /// <summary>The specification's limit of one answer.</summary>
    private const int MaxValues = 100;

    private static readonly string[] Languages =
    [
        "Arabic", "Chinese", "Czech", "Danish", "Dutch", "English", "Finnish", "French", "German", "Greek", "Hindi",
        "Italian", "Japanese", "Korean", "Norwegian", "Polish", "Portuguese", "Spanish", "Swedish", "Turkish",
    ];

    public ValueTask<CompleteResult> CompleteAsync(
        RequestContext<CompleteRequestParams> context, CancellationToken cancellationToken)
    {
        var argument = context.Params.Argument;
        var matches = CandidatesFor(context.Params.Ref, argument.Name)
            .Where(candidate => candidate.StartsWith(argument.Value, StringComparison.OrdinalIgnoreCase))
            .ToList();
        return new(new CompleteResult
        {
            Completion = new()
            {
                Values = [.. matches.Take(MaxValues)],
                Total = matches.Count,
                HasMore = matches.Count > MaxValues,
            },
        });
    }

    private IEnumerable<string> CandidatesFor(Reference reference, string argument) => (reference, argument) switch
    {
        (PromptReference { Name: WritingPrompts.Translate }, "language") => Languages,
        (PromptReference { Name: WritingPrompts.SummarizeNote }, "name") => notebook.Names,
        (ResourceTemplateReference { Uri: Notebook.UriTemplate }, "name") => notebook.Names,
        _ => [],
    };
}
