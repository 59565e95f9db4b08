using System.Text.Json;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Json;

/// <summary>
/// A JSON object over the bytes in which it came. Its names are read when the first is asked for, and values within it
/// once each, however often an expression comes back to them. A name that is there twice has no value.
/// </summary>
internal sealed class JsonMap(ReadOnlyMemory<byte> utf8) : CelObject
{
    private JsonMembers? _members;

    public override int Count => Members.Names.Count;

    private JsonMembers Members => _members ??= Index(utf8);

    public override CelValue KeyAt(int index) => CelValue.Of(Members.Names[index]);

    public override CelValue ValueAt(int index) => Members.Values[Members.Names[index]];

    public override bool TryGet(string key, out CelValue value) => Members.Values.TryGetValue(key, out value);

    private static JsonMembers Index(ReadOnlyMemory<byte> utf8)
    {
        var members = new JsonMembers();
        try
        {
            var reader = CelJson.Reader(utf8.Span);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                members.Add(name, CelJson.Of(ref reader, utf8));
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            members.Spoil();
        }

        return members;
    }
}
