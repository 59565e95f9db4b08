namespace McpAspire.Identity.Passkeys;

/// <summary>A form that a passkey fills in.</summary>
/// <param name="Ceremony">What the browser does: <c>get</c> or <c>create</c>.</param>
/// <param name="Action">Where the answer goes.</param>
/// <param name="Options">Where the browser asks what the answer is to be about.</param>
/// <param name="Label">What stands on the button.</param>
internal sealed record PasskeyForm(string Ceremony, string Action, string Options, string Label)
{
    /// <summary>Whether it is one way among others on its page.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>Whether the person gives the passkey a name.</summary>
    public bool AsksForName { get; init; }

    /// <summary>To prove something with a passkey that exists.</summary>
    public static PasskeyForm Use(string address, string label) => new("get", address, WithHandler(address), label);

    /// <summary>To make a new one.</summary>
    public static PasskeyForm Create(string address, string label) =>
        new("create", address, WithHandler(address), label) { AsksForName = true };

    private static string WithHandler(string address) =>
        address + (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "handler=Options";
}
