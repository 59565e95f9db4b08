using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel;

/// <summary>The values of the variables during one evaluation, made when they are asked for.</summary>
internal interface ICelActivation
{
    /// <summary>
    /// The value of the variable that the environment declared at this place; an error where it has none. It is asked
    /// for each time that the expression comes to it, and must be the same each time.
    /// </summary>
    CelValue Read(int slot);
}
