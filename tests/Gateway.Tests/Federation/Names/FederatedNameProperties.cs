using CsCheck;
using McpAspire.Gateway.Federation.Names;

namespace McpAspire.Gateway.Tests.Federation.Names;

/// <summary>What holds for any servers and any names.</summary>
public sealed class FederatedNameProperties
{
    internal static readonly Gen<string> Prefix = Gen.Char["abz019-"].Array[1, 32].Select(letters => new string(letters));

    private static readonly Gen<string> Name = Gen.Frequency(
        (4, Gen.Char["aZ09_.-"].Array[1, 128].Select(letters => new string(letters))),
        (1, Gen.OneOfConst("echo", "a_b", "_", "__", "a__b", ".", "-")));

    [Fact]
    public void Of_IsWithinTheLengthOfModels_AndOfTheSameLetters_AndBeginsWithItsServer() =>
        Gen.Select(Prefix, Name).Sample(
            (prefix, name) =>
            {
                var full = FederatedName.Of(prefix, name);
                return full.Length <= FederatedName.MaxLength
                    && FederatedName.IsValid(full)
                    && FederatedName.PrefixOf(full) == prefix
                    && full == FederatedName.Of(prefix, name);
            },
            iter: 20_000);

    [Fact]
    public void Of_GivesTwoServersNeverTheSameName() =>
        Gen.Select(Prefix, Name, Prefix, Name).Sample(
            (prefix, name, otherPrefix, otherName) =>
                prefix == otherPrefix || FederatedName.Of(prefix, name) != FederatedName.Of(otherPrefix, otherName),
            iter: 20_000);

    [Fact]
    public void Of_GivesTwoNamesOfAServerNeverTheSame() =>
        Gen.Select(Prefix, Name, Name).Sample(
            (prefix, name, other) =>
                name == other || FederatedName.Of(prefix, name) != FederatedName.Of(prefix, other),
            iter: 20_000);

    [Fact]
    public void Of_KeepsAShortNameReadable() =>
        Gen.Select(Prefix, Name).Sample(
            (prefix, name) => prefix.Length + name.Length >= FederatedName.MaxLength
                || FederatedName.Of(prefix, name) == $"{prefix}_{name}",
            iter: 5_000);
}
