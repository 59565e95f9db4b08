namespace McpAspire.Identity.Tests.Clients.Documents;

/// <summary>The tests that share it.</summary>
[CollectionDefinition(DocumentHost.Name)]
public sealed class DocumentHostTests : ICollectionFixture<DocumentHost>;
