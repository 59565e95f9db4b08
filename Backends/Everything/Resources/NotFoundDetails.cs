using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Resources;

/// <summary>Names the URI in the error's data where a resource cannot be read (SEP-2164).</summary>
internal static class NotFoundDetails
{
    public static IMcpServerBuilder WithNotFoundDetails(this IMcpServerBuilder builder) =>
        builder.WithRequestFilters(filters => filters.AddReadResourceFilter(Filter));

    private static McpRequestHandler<ReadResourceRequestParams, ReadResourceResult> Filter(
        McpRequestHandler<ReadResourceRequestParams, ReadResourceResult> next) =>
        async (request, cancellationToken) =>
        {
            try
            {
                return await next(request, cancellationToken);
            }
            catch (McpProtocolException refusal)
                when (refusal.ErrorCode is McpErrorCode.InvalidParams or McpErrorCode.ResourceNotFound)
            {
                refusal.Data["uri"] = request.Params.Uri; // the SDK sends an exception's data along
                throw;
            }
        };
}
