namespace McpAspire.Backends.Tests.Everything.Hosting;

/// <summary>Runs a test once in each era.</summary>
public sealed class BothEras : TheoryData<Era>
{
    public BothEras()
    {
        Add(Era.Legacy);
        Add(Era.Modern);
    }
}
