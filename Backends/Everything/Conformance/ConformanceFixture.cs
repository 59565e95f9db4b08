namespace McpAspire.Everything.Conformance;

/// <summary>
/// The names and answers that the official conformance suite demands of a server under test, to the letter. They stand
/// apart from what this server offers to people, and have no other use.
/// </summary>
internal static class ConformanceFixture
{
    public static IMcpServerBuilder WithConformanceFixture(this IMcpServerBuilder builder) => builder
        .WithTools<ContentTools>()
        .WithTools<MessageTools>()
        .WithTools<ReconnectionTool>()
        .WithTools<ElicitationTools>()
        .WithTools<InputRequiredTools>()
        .WithTools<StatefulInputTools>()
        .WithTools<StatelessTools>()
        .WithTools<ListChangeTools>()
        .WithTools([JsonSchemaTool.Create()])
        .WithResources<FixtureResources>()
        .WithPrompts<FixturePrompts>();
}
