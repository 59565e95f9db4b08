using McpAspire.Gateway.Configuration;

namespace McpAspire.Gateway.Federation;

/// <summary>A request in the names of the server that executes it.</summary>
/// <param name="Server">Who executes it.</param>
/// <param name="Target">The name, URI or task id in that server's terms, if the method has one.</param>
/// <param name="Parameters">The object <c>params</c> as that server gets it; <c>_meta</c> is still the caller's.</param>
internal sealed record RoutedRequest(McpServer Server, string? Target, ReadOnlyMemory<byte> Parameters);
