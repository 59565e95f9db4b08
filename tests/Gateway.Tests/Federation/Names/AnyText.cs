using CsCheck;

namespace McpAspire.Gateway.Tests.Federation.Names;

/// <summary>Text of any characters that strict JSON can carry.</summary>
internal static class AnyText
{
    public static readonly Gen<string> Short = Gen
        .Frequency((3, Gen.Int[0, 0x7F]), (1, Gen.Int[0, 0xD7FF]), (1, Gen.Int[0xE000, 0x10FFFF]))
        .Select(char.ConvertFromUtf32)
        .Array[0, 20]
        .Select(string.Concat);
}
