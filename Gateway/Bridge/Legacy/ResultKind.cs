namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>What the member <c>resultType</c> of 2026-07-28 says (SEP-2322).</summary>
internal enum ResultKind
{
    /// <summary>An answer; also without the member, which the older revisions do not know.</summary>
    Complete,

    /// <summary>The server wants to know something first.</summary>
    InputRequired,

    /// <summary>A task, or a kind of a later revision: no older one has words for it.</summary>
    Inexpressible,
}
