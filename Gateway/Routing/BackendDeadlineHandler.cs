namespace McpAspire.Gateway.Routing;

/// <summary>
/// Ends the wait for a backend that accepts a request and then says nothing: until the headers, and between two pieces
/// of a body. Event streams are exempt once they have begun; for them the proxy engine's own, longer limit counts.
/// </summary>
internal sealed class BackendDeadlineHandler(HttpMessageHandler inner, TimeSpan limit) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken)
    {
        var deadline = Deadline.Begin(limit, cancellationToken);
        try
        {
            var response = await base.SendAsync(request, deadline.Token);
            if (BackendFaults.IsEventStream(response))
                return response;

            response.Content = new DeadlineContent(response.Content, deadline);
            deadline = null;
            return response;
        }
        finally
        {
            deadline?.Dispose();
        }
    }
}
