using McpAspire.Gateway.Cel.Compilation;
using McpAspire.Gateway.Cel.Patterns;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Tests.Cel.Patterns;

/// <summary>What RE2 says of a pattern and a text, where the runtime's own syntax would say something else.</summary>
public sealed class CelPatternTests
{
    [Theory]
    [InlineData("b", "abc", true)]
    [InlineData("^b", "abc", false)]
    [InlineData("^abc$", "abc", true)]
    // Before a newline at the end is not the end.
    [InlineData("^abc$", "abc\n", false)]
    [InlineData("(?m)^b$", "a\nb\nc", true)]
    [InlineData("^b$", "a\nb\nc", false)]
    [InlineData("a.c", "a\nc", false)]
    [InlineData("(?s)a.c", "a\nc", true)]
    [InlineData("(?s:a.)c.", "a\ncd", true)]
    [InlineData("(?s:a.)c.", "a\nc\n", false)]
    [InlineData("(?i)straße", "STRAßE", true)]
    [InlineData("(?i:a)b", "AB", false)]
    [InlineData("(?i)[a-c]+$", "xABC", true)]
    // Digits, spaces and letters of words are those of ASCII.
    [InlineData(@"^\d$", "٣", false)]
    [InlineData(@"^\w$", "é", false)]
    [InlineData(@"^\W$", "é", true)]
    [InlineData(@"^\s$", "\u00a0", false)]
    [InlineData(@"^[\d\-x]+$", "1-x", true)]
    [InlineData(@"^[^\d]+$", "abc", true)]
    [InlineData(@"^[\D]+$", "a1", false)]
    [InlineData("^[[:alpha:]_]+$", "ab_", true)]
    [InlineData("^[[:^alpha:]]+$", "12", true)]
    [InlineData(@"^\pL+$", "äß", true)]
    [InlineData(@"^\p{Lu}\P{Lu}$", "Äß", true)]
    [InlineData(@"^[^\p{L}]$", "1", true)]
    [InlineData(@"^[^\p{L}]$", "x", false)]
    [InlineData(@"^[\pN\pL]+$", "a1", true)]
    // A character is a code point, however many units it has.
    [InlineData("^.$", "🐱", true)]
    [InlineData("^..$", "🐱", false)]
    [InlineData("^[🐀-🐿]$", "🐱", true)]
    [InlineData("^[^a]$", "🐱", true)]
    [InlineData("^[^🐱]$", "🐱", false)]
    [InlineData("^[a🐱]+$", "a🐱🐱", true)]
    [InlineData("^🐱{2}$", "🐱🐱", true)]
    [InlineData(@"^\x{1F431}$", "🐱", true)]
    [InlineData(@"^\x41$", "A", true)]
    [InlineData(@"^\Qa.b\E$", "a.b", true)]
    [InlineData(@"^\Qa.b\E$", "axb", false)]
    [InlineData("(?P<year>[0-9]{4})-(?<m>[0-9]{2})", "2026-11", true)]
    [InlineData("^(a|b)*?c$", "ababc", true)]
    [InlineData("^a{2,3}$", "aaaa", false)]
    [InlineData("^a{,3}$", "a{,3}", true)]
    [InlineData("^[]a]+$", "]a", true)]
    [InlineData("^()$", "", true)]
    [InlineData("^(|a)$", "a", true)]
    [InlineData(@"\bfoo\b", "a foo b", true)]
    [InlineData(@"^a b#c$", "a b#c", true)]
    public void Matches_Pattern_IsWhatRe2Says(string pattern, string text, bool expected)
    {
        var frame =
            new CelFrame(NoVariables.Instance, [], McpAspire.Gateway.Cel.CelBudget.Default, TimeProvider.System);

        var compiled = CelPattern.Compile(pattern);

        Assert.Null(compiled.Fault);
        Assert.Equal(CelValue.Of(expected), compiled.Matches(text, ref frame));
    }

    [Theory]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("[a")]
    [InlineData("[b-a]")]
    [InlineData("[[:nope:]]")]
    [InlineData("*a")]
    [InlineData("a**")]
    [InlineData("a{2,1}")]
    [InlineData("a{1001}")]
    [InlineData("((a{100}){100}){100}")]
    [InlineData("(a)\\1")]
    [InlineData("a(?=b)")]
    [InlineData("a(?!b)")]
    [InlineData("(?<=a)b")]
    [InlineData("(?>a)")]
    [InlineData("(?#comment)a")]
    [InlineData(@"\C")]
    [InlineData(@"\Z")]
    [InlineData(@"\p{Nope}")]
    [InlineData(@"a\")]
    [InlineData(@"\x{110000}")]
    public void Compile_WhatRe2HasNot_IsAFault(string pattern) => Assert.NotNull(CelPattern.Compile(pattern).Fault);

    [Fact]
    public void Compile_LongPattern_IsAFault() => Assert.NotNull(CelPattern.Compile(new string('a', 2_000)).Fault);
}
