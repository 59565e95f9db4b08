namespace McpAspire.Gateway.Transport;

/// <summary>What a server sent is not HTTP/1.1, or can be read in two ways. Nothing more is read from it.</summary>
internal sealed class FramingException(string problem)
    : HttpRequestException(HttpRequestError.InvalidResponse, problem);
