using System.ComponentModel;
using System.Security.Cryptography;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Tools;

/// <summary>A tool that comes and goes, so that the list of tools changes while clients watch.</summary>
internal sealed class DiceTools(Catalogue catalogue)
{
    private static readonly McpServerTool RollDice = McpServerTool.Create(
        Roll,
        new McpServerToolCreateOptions
        {
            Name = "roll_dice",
            Title = "Roll dice",
            Description = "Rolls a die; there only while the dice are on the table",
            ReadOnly = true,
            OpenWorld = false,
        });

    [McpServerTool(Name = "set_dice", Title = "Put the dice out or away", Idempotent = true, OpenWorld = false)]
    [Description("Adds the tool roll_dice, or takes it away; clients are told that the list changed")]
    public string Set([Description("True puts them on the table, false away")] bool onTable)
    {
        if (onTable) catalogue.Tools.TryAdd(RollDice);
        else catalogue.Tools.Remove(RollDice);
        return onTable ? "The dice are on the table." : "The dice are away.";
    }

    private static int Roll([Description("2 to 1000")] int sides = 6) =>
        sides is >= 2 and <= 1000
            ? RandomNumberGenerator.GetInt32(1, sides + 1)
            : throw new McpException("A die has 2 to 1000 sides.");
}
