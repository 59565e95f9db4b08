namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>One message that was said in a stream.</summary>
/// <param name="Number">Its place in the stream, from 1.</param>
/// <param name="Message">The JSON-RPC message, on one line.</param>
internal readonly record struct LoggedEvent(long Number, ReadOnlyMemory<byte> Message);
