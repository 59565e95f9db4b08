namespace McpAspire.Identity.Regulation;

/// <summary>What failed attempts are counted by.</summary>
internal enum RegulationMode
{
    /// <summary>By where they come from. Nobody can lock somebody else out.</summary>
    Address,

    /// <summary>By whom they are aimed at. Whoever knows a name can lock its owner out.</summary>
    User,

    /// <summary>By both.</summary>
    Both,
}
