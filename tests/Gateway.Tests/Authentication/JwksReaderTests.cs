using System.Text.Json.Nodes;
using McpAspire.Gateway.Authentication;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Authentication;

public sealed class JwksReaderTests
{
    [Fact]
    public void Read_RsaAndP256Keys_AreKeptByTheirId()
    {
        using var rsa = TokenKey.Rsa("a");
        using var ec = TokenKey.EllipticCurve("b");

        var keys = JwksReader.Read(TokenKey.Jwks(rsa, ec));

        Assert.Equal(["a", "b"], keys.Keys.Order());
    }

    [Fact]
    public void Read_KeysThatMayNotVerifyTokens_AreLeftOut()
    {
        using var good = TokenKey.Rsa("good");
        using var small = TokenKey.Rsa("small", 1024);
        using var unnamed = TokenKey.Rsa("");
        using var forEncryption = TokenKey.Rsa("encryption");
        var encryption = forEncryption.ToJwk();
        encryption["use"] = "enc";
        var secret = new JsonObject { ["kty"] = "oct", ["kid"] = "secret", ["k"] = "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0" };

        var keys = JwksReader.Read(Set(good.ToJwk(), small.ToJwk(), unnamed.ToJwk(), encryption, secret));

        Assert.Equal(["good"], keys.Keys);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"keys":[]}""")]
    [InlineData("<html>")]
    [InlineData("")]
    public void Read_WithoutAnyUsableKey_Throws(string json) =>
        Assert.ThrowsAny<Exception>(() => JwksReader.Read(json));

    [Fact]
    public void Read_TwoKeysOfOneId_Throws()
    {
        using var first = TokenKey.Rsa("a");
        using var second = TokenKey.Rsa("a");

        Assert.Throws<InvalidDataException>(() => JwksReader.Read(TokenKey.Jwks(first, second)));
    }

    private static string Set(params JsonObject[] keys) =>
        new JsonObject { ["keys"] = new JsonArray([.. keys]) }.ToJsonString();
}
