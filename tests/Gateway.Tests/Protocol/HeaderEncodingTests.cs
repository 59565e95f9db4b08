using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Tests.Protocol;

public sealed class HeaderEncodingTests
{
    [Theory]
    [InlineData("echo", "echo")]
    [InlineData("  echo\t", "echo")]
    [InlineData("a b", "a b")]
    [InlineData("=?base64?w7w=?=", "ü")]
    [InlineData("=?base64??=", "")]
    [InlineData("=?utf-8?w7w=?=", "=?utf-8?w7w=?=")]
    [InlineData("=?base64?=", "=?base64?=")]
    [InlineData("=?base64?PT9iYXNlNjQ/WVE9PT89?=", "=?base64?YQ==?=")]
    public void Decode_AValidValue_IsDecodedOnce(string value, string expected) =>
        Assert.Equal(expected, HeaderEncoding.Decode(value));

    [Theory]
    [InlineData("=?base64?w7w?=")]
    [InlineData("=?base64?w 7w=?=")]
    [InlineData("=?base64?w7w==?=")]
    [InlineData("=?base64?!?=")]
    [InlineData("=?base64?gA==?=")]
    [InlineData("=?base64?7aCA?=")]
    [InlineData("ü")]
    [InlineData("a\tb")]
    [InlineData("a\0b")]
    public void Decode_WhatStandsForNothing_IsNull(string value) => Assert.Null(HeaderEncoding.Decode(value));
}
