using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A random value. Letters that are easily confused, and signs that need quoting, are left out.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    private const string LowerLetters = "abcdefghjkmnpqrstuvwxyz";
    private const string UpperLetters = "ABCDEFGHJKMNPQRSTUVWXYZ";
    private const string Digits = "0123456789";
    private const string Signs = "-_.{}~()*+!";

    public int MinLength { get; set; } = 22;

    public bool Lower { get; set; } = true;

    public bool Upper { get; set; } = true;

    public bool Numeric { get; set; } = true;

    public bool Special { get; set; } = true;

    public int MinLower { get; set; }

    public int MinUpper { get; set; }

    public int MinNumeric { get; set; }

    public int MinSpecial { get; set; }

    public override string GetDefaultValue()
    {
        var choices = (Lower ? LowerLetters : "") + (Upper ? UpperLetters : "") + (Numeric ? Digits : "")
            + (Special ? Signs : "");
        List<char> characters =
        [
            .. RandomNumberGenerator.GetItems<char>(LowerLetters, MinLower),
            .. RandomNumberGenerator.GetItems<char>(UpperLetters, MinUpper),
            .. RandomNumberGenerator.GetItems<char>(Digits, MinNumeric),
            .. RandomNumberGenerator.GetItems<char>(Signs, MinSpecial),
        ];
        characters.AddRange(RandomNumberGenerator.GetItems<char>(choices, Math.Max(0, MinLength - characters.Count)));
        RandomNumberGenerator.Shuffle(CollectionsMarshal.AsSpan(characters));
        return string.Concat(characters);
    }
}
