using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Audit;
using McpAspire.Gateway.Audit.Arguments;
using McpAspire.Gateway.Audit.Rows;

namespace McpAspire.Gateway.Tests.Audit.Rows;

public sealed class RowWriterTests
{
    private static readonly byte[] Key = [1, 2, 3];
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private readonly AuditRow _row = new()
    {
        Kind = AuditKind.Decision,
        DecisionId = Guid.Parse("0198c0de-0000-7000-8000-000000000001"),
    };

    [Fact]
    public void ARow_HasWhatIsKnown()
    {
        var row = Write(_row with
        {
            Kind = AuditKind.Outcome,
            TraceId = ActivityTraceId.CreateFromString("0123456789abcdef0123456789abcdef"),
            Subject = "subject-1",
            ClientId = "client-1",
            Scopes = ["mcp", "files:read"],
            Groups = ["admins"],
            Source = IPAddress.Parse("100.64.0.7"),
            SessionId = "the-secret-id",
            Server = "notes",
            Method = "tools/call",
            Name = "file_read",
            Rule = "readers",
            Stage = "policy",
            Outcome = "forwarded",
            Duration = TimeSpan.FromMilliseconds(1.25),
            Bytes = 77,
            Findings = ["secret:aws"],
            Filtered = ["run_command"],
            Detail = "more",
        });

        Assert.Equal(
            """
            {"kind":"outcome","time":"2026-11-25T12:00:00Z","decision":"0198c0de-0000-7000-8000-000000000001","trace":"0123456789abcdef0123456789abcdef","subject":"subject-1","client":"client-1","scopes":["mcp","files:read"],"groups":["admins"],"source":"100.64.0.7","session":"SESSION","server":"notes","method":"tools/call","name":"file_read","rule":"readers","stage":"policy","outcome":"forwarded","milliseconds":1.25,"bytes":77,"findings":["secret:aws"],"filteredCount":1,"filtered":["run_command"],"detail":"more"}
            """,
            row.ToJsonString().Replace((string)row["session"]!, "SESSION", StringComparison.Ordinal));
        Assert.Equal(24, ((string)row["session"]!).Length);
    }

    [Fact]
    public void Arguments_AreToldByHmacAndShapeAlone()
    {
        var row = Write(_row with
        {
            Arguments = """{"path":"/etc/shadow","depth":3,"deep":{"secret":"hunter2"},"list":["a","bb","ccc","dddd"],"on":true,"no":null}"""u8.ToArray(),
        });

        Assert.Equal(
            """{"path":"string(11)","depth":"number","deep":{"secret":"string(7)"},"list":["string(1)","string(2)","string(3)","elements(4)"],"on":"boolean","no":"null"}""",
            row["arguments"]!["shape"]!.ToJsonString());
        Assert.DoesNotContain("hunter2", row.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(64, ((string)row["arguments"]!["hmac"]!).Length);
    }

    [Fact]
    public void TheSameArguments_HaveTheSameHmac_ByTheSameKeyOnly()
    {
        var one = HmacOf("""{"a":1,"b":"x"}""", Key);

        Assert.Equal(one, HmacOf(""" { "b" : "\u0078", "a" : 1.0e0 } """, Key));
        Assert.NotEqual(one, HmacOf("""{"a":2,"b":"x"}""", Key));
        Assert.NotEqual(one, HmacOf("""{"a":1,"b":"x"}""", [4]));
    }

    [Fact]
    public void Values_AreRecordedWhereConfigured()
    {
        var row = Write(
            _row with
            {
                Server = "notes",
                Name = "read",
                Arguments = """{"path":"/tmp","token":"hunter2","depth":3,"deep":{"path":"hidden"}}"""u8.ToArray(),
            },
            "notes/read/path",
            "*/*/depth",
            "*/*/deep",
            "other/read/token");

        Assert.Equal("""{"path":"/tmp","depth":3}""", row["arguments"]!["values"]!.ToJsonString());
    }

    [Fact]
    public void LargeArguments_AreNotTakenApart()
    {
        var text = new string('x', ArgumentWriter.MostBytes);
        var row = Write(_row with { Arguments = Encoding.UTF8.GetBytes($"\"{text}\"") });

        Assert.Null(row["arguments"]!["shape"]);
        Assert.Equal(64, ((string)row["arguments"]!["hmacOfBytes"]!).Length);
    }

    [Fact]
    public void WhatACallerChooses_IsBoundedAndCannotForgeARow()
    {
        var name = new string('n', 300);
        var members = string.Join(',', Enumerable.Range(0, 2000).Select(i => $"\"{name}{i}\":[[[[[[1]]]]]]"));
        var text = Encoding.UTF8.GetString(RowWriter.Write(
            _row with
            {
                Name = "x\"}\n{\"seq\":1,\u001b[31m" + new string('\ud83d', 10_000),
                Filtered = [.. Enumerable.Repeat(new string('ü', 5000), 5000)],
                Arguments = Encoding.UTF8.GetBytes($"{{{members}}}"),
            },
            Now,
            Key,
            []));

        Assert.InRange(text.Length, 1, 64 * 1024);
        Assert.DoesNotContain('\n', text);
        Assert.DoesNotContain('\u001b', text);
        Assert.Equal(5000, (int)JsonNode.Parse($"{{{text}}}")!["filteredCount"]!);
    }

    private static string HmacOf(string arguments, byte[] key) => (string)JsonNode.Parse(
        "{" + Encoding.UTF8.GetString(RowWriter.Write(
            new AuditRow
            {
                Kind = AuditKind.Decision,
                DecisionId = Guid.Empty,
                Arguments = Encoding.UTF8.GetBytes(arguments),
            },
            Now,
            key,
            [])) + "}")!["arguments"]!["hmac"]!;

    private static JsonNode Write(AuditRow row, params string[] values)
    {
        var rules = values.Select(text => ValueRule.TryParse(text, out var rule) ? rule! : null!).ToArray();
        return JsonNode.Parse($"{{{Encoding.UTF8.GetString(RowWriter.Write(row, Now, Key, rules))}}}")!;
    }
}
