using System.Text;

namespace McpAspire.Gateway.Transport;

/// <summary>
/// The names and values of the last response on a connection: servers say nearly the same each time, and a string that
/// is there already need not be made.
/// </summary>
internal sealed class HeadStrings
{
    private const int Most = 16;

    private readonly (string Name, string Value)[] _last = new (string, string)[Most];

    public (string Name, string Value) Of(int index, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (index >= Most)
            return (Encoding.Latin1.GetString(name), Encoding.Latin1.GetString(value));

        ref var last = ref _last[index];
        if (last.Name is null || !Ascii.Equals(name, last.Name))
            last = (Encoding.Latin1.GetString(name), Encoding.Latin1.GetString(value));
        else if (!Ascii.Equals(value, last.Value))
            last.Value = Encoding.Latin1.GetString(value);
        return last;
    }
}
