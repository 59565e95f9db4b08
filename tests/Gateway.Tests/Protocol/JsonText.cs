using System.Text;
using CsCheck;

namespace McpAspire.Gateway.Tests.Protocol;

/// <summary>Generators of bodies: valid messages, slightly broken ones, and noise.</summary>
internal static class JsonText
{
    private static readonly Gen<string> Name = Gen.OneOfConst(
        "a", "b", "path", "Path", "method", "id", "name", "ü", "\\u0061", "\\u00fc", "", "\\ud83d\\ude00", "\\n");

    private static readonly Gen<string> Scalar = Gen.OneOf(
        Gen.Int.Select(number => number.ToString(null, null)),
        Gen.OneOfConst("true", "false", "null", "1.5", "-0", "1e10"),
        Gen.OneOfConst("\"\"", "\"text\"", "\"\\u00fc\\\"\"", "\"\\ud83d\\ude00\""));

    /// <summary>One well-formed message.</summary>
    public static readonly Gen<byte[]> Message =
        from value in Value(3)
        from id in Gen.OneOfConst("1", "-7", "\"x\"", "\"\\u0061\"")
        from method in Gen.OneOfConst("ping", "tools/call", "custom/thing", "\\u0070ing")
        from space in Gen.OneOfConst("", " ", "\n\t")
        select Encoding.UTF8.GetBytes(
            $"{space}{{\"jsonrpc\":\"2.0\",{space}\"id\":{id},\"method\":\"{method}\","
            + $"\"params\":{{\"arguments\":{value}}}}}{space}");

    /// <summary>One well-formed answer, in the orders that servers write its members.</summary>
    public static readonly Gen<byte[]> Answer =
        from value in Value(3)
        from id in Gen.OneOfConst("1", "2", "\"x\"", "\"\\u0078\"", "null")
        from members in Gen.OneOfConst(
            "\"jsonrpc\":\"2.0\",\"id\":*id,\"result\":{\"structuredContent\":*value}",
            "\"result\":{\"content\":[*value]},\"jsonrpc\":\"2.0\",\"id\":*id",
            "\"error\":{\"code\":-32000,\"message\":\"m\",\"data\":*value},\"id\":*id,\"jsonrpc\":\"2.0\"",
            "\"method\":\"notifications/progress\",\"params\":{\"x\":*value},\"jsonrpc\":\"2.0\"")
        select Encoding.UTF8.GetBytes($"{{{members.Replace("*id", id).Replace("*value", value)}}}");

    /// <summary>A message with some bytes changed, left out or repeated; or nothing of the kind.</summary>
    public static readonly Gen<byte[]> Any = Gen.Frequency(
        (1, Gen.Byte.Array[0, 100]),
        (1, Gen.OneOfConst(
                "{", "}", "[", "]", "\"", ":", ",", "1", "null", "\\u006d", "\"jsonrpc\":\"2.0\"", "\"id\":1")
            .Array[0, 20].Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts)))),
        (2, Message),
        (4, Broken(Message)));

    private static Gen<string> Value(int depth) => depth == 0
        ? Scalar
        : Gen.OneOf(
            Scalar,
            Value(depth - 1).Array[0, 3].Select(values => $"[{string.Join(',', values)}]"),
            Gen.Select(Name, Value(depth - 1)).Array[0, 3].Select(Members));

    private static string Members((string Name, string Value)[] members) =>
        "{" + string.Join(',', members.DistinctBy(m => Unescaped(m.Name)).Select(m => $"\"{m.Name}\":{m.Value}")) + "}";

    private static string Unescaped(string name) => name switch
    {
        "\\u0061" => "a",
        "\\u00fc" => "ü",
        _ => name,
    };

    /// <summary>The same with some bytes changed, left out or repeated.</summary>
    public static Gen<byte[]> Broken(Gen<byte[]> messages) =>
        from message in messages
        from at in Gen.Int[0, message.Length - 1]
        from length in Gen.Int[0, Math.Min(12, message.Length - at)]
        from inserted in Gen.OneOf(
            Gen.Byte.Array[0, 3],
            Gen.OneOfConst("\"id\":2,", "\"method\":\"x\",", "{", "]", "\\ud800", "\\", "\"", "1e999", "\u00A0", ",")
                .Select(Encoding.UTF8.GetBytes))
        select (byte[])[.. message[..at], .. inserted, .. message[(at + length)..]];
}
