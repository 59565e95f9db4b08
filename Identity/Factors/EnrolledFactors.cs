namespace McpAspire.Identity.Factors;

/// <summary>
/// How many second factors of each kind an account has. Recovery codes are none: they stand in for one.
/// </summary>
internal readonly record struct EnrolledFactors(int Authenticators, int Passkeys)
{
    public bool Any => Count > 0;

    public int Count => Authenticators + Passkeys;
}
