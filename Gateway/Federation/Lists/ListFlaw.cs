namespace McpAspire.Gateway.Federation.Lists;

/// <summary>Why an item is not shown.</summary>
internal enum ListFlaw
{
    /// <summary>It is no object, or lacks the member by which requests name it.</summary>
    Unusable,

    /// <summary>Its server lists it twice; nobody could say which one a call means.</summary>
    Repeated,

    /// <summary>Its name is not 1 to 128 of <c>A-Za-z0-9_.-</c>.</summary>
    Name,

    /// <summary>Shortened, its name is that of another.</summary>
    Collision,

    /// <summary>Its template begins with a variable, so that it cannot say whose it is.</summary>
    Template,

    /// <summary>Its input schema has an annotation <c>x-mcp-header</c> that must not be there.</summary>
    Header,
}
