namespace McpAspire.Gateway.Cel.Checking;

/// <summary>The variables of the macros around a place, the innermost first.</summary>
internal sealed class Scope
{
    private readonly List<(string Name, CelType Type)> _locals = [];

    /// <summary>How many there are at the most at once.</summary>
    public int Size { get; private set; }

    public int Enter(string name, CelType type)
    {
        _locals.Add((name, type));
        Size = Math.Max(Size, _locals.Count);
        return _locals.Count - 1;
    }

    public void Leave(int count) => _locals.RemoveRange(_locals.Count - count, count);

    public int Find(string name) => _locals.FindLastIndex(local => local.Name == name);

    public CelType TypeOf(int index) => _locals[index].Type;
}
