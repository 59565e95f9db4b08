namespace McpAspire.Identity.Regulation;

/// <summary>What became of the wish to compare something.</summary>
internal enum PlaceResult
{
    Taken,

    /// <summary>As many others as may fail are being compared at this moment, or have failed.</summary>
    Full,

    Banned,
}
