namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>A client's answer on its way to the replica that asked.</summary>
/// <param name="SessionKey">Whose answer it is.</param>
/// <param name="Question">The id that the question went out with.</param>
/// <param name="IsError">Whether it is the member <c>error</c>, and not <c>result</c>.</param>
/// <param name="Json">The object.</param>
internal sealed record QuestionAnswer(string SessionKey, string Question, bool IsError, byte[] Json);
