using System.Text;
using CsCheck;
using McpAspire.Gateway.Federation.Names;

namespace McpAspire.Gateway.Tests.Federation.Names;

/// <summary>What holds for any servers and anything that a server calls a URI.</summary>
public sealed class FederatedUriProperties
{
    private static readonly Gen<string> Scheme = Gen.OneOfConst(
        "ui", "UI", "file", "memo", "a+b", "x-y.z", "mcp-bare", "MCP-Bare", "http", "ui+a", "a+a", "1x", "+a", "", "é");

    private static readonly Gen<string> Rest = Gen.Char["ab01/:+?#%{}.-_ é\u2028\"\\"].Array[0, 20]
        .Select(letters => new string(letters));

    private static readonly Gen<string> Uri = Gen.OneOf(
        Gen.Select(Scheme, Gen.OneOfConst(":", "://", ":///", "", "+"), Rest, (a, b, c) => a + b + c),
        Rest,
        AnyText.Short);

    private static readonly Gen<string> Prefix = Gen.OneOf(
        Gen.OneOfConst("a", "b", "a-b", "ui", "1", "-"), FederatedNameProperties.Prefix);

    [Fact]
    public void TryParse_GivesBackWhatOfWasMadeFrom() =>
        Gen.Select(Prefix, Uri).Sample(
            (prefix, uri) => FederatedUri.TryParse(FederatedUri.Of(prefix, uri), out var whose, out var own)
                && whose == prefix
                && own == uri,
            iter: 50_000);

    [Fact]
    public void TryParse_KnowsOneSpellingOnly() =>
        Uri.Sample(
            uri => !FederatedUri.TryParse(uri, out var prefix, out var own) || FederatedUri.Of(prefix, own) == uri,
            iter: 50_000);

    [Fact]
    public void Of_StaysAPageOfAnApp_AndMakesNoneOfWhatIsNot() =>
        Gen.Select(Prefix, Uri).Sample(
            (prefix, uri) => uri.StartsWith("ui://", StringComparison.Ordinal)
                == FederatedUri.Of(prefix, uri).StartsWith("ui://", StringComparison.Ordinal),
            iter: 20_000);

    [Fact]
    public void Of_ATemplate_LeadsBackToWhatTheServersOwnTemplateGives() =>
        Gen.Select(Prefix, Gen.OneOfConst("memo:{a}", "ui://{a}", "ui://x/{a}{?b}", "a+b://{a}/{b}"), Rest, Rest)
            .Sample(
                (prefix, template, a, b) =>
                {
                    var made = Expand(FederatedUri.Of(prefix, template), a, b);
                    return FederatedUri.IsTemplate(template)
                        && FederatedUri.TryParse(made, out var whose, out var own)
                        && whose == prefix
                        && own == Expand(template, a, b);
                },
                iter: 10_000);

    /// <summary>As much of RFC 6570 as the templates above need.</summary>
    private static string Expand(string template, string a, string b) => new StringBuilder(template)
        .Replace("{a}", System.Uri.EscapeDataString(a))
        .Replace("{b}", System.Uri.EscapeDataString(b))
        .Replace("{?b}", $"?b={System.Uri.EscapeDataString(b)}")
        .ToString();
}
