using McpAspire.Gateway.Pipeline;

namespace McpAspire.Gateway.Audit.Requests;

/// <summary>Writes down what is about to happen, and lets it happen only then.</summary>
internal sealed class AuditStage(IAuditTrail trail) : IMcpStage
{
    public ValueTask<StageResult> InvokeAsync(McpRequest request)
    {
        if (!trail.IsOn || !RequestRows.IsRecorded(request))
            return StageResult.Continue;

        request.DecisionId = trail.NewDecisionId();
        var written = trail.DecideAsync(RequestRows.Decision(request));
        return written.IsCompletedSuccessfully ? StageResult.Continue : WaitAsync(written);
    }

    private static async ValueTask<StageResult> WaitAsync(ValueTask written)
    {
        try
        {
            await written;
            return StageResult.Continue;
        }
        catch (AuditUnavailableException)
        {
            return AuditRefusals.Unavailable;
        }
    }
}
