using System.Globalization;
using System.Text;

namespace McpAspire.Identity.Audit;

/// <summary>Records as comma-separated values (RFC 4180), for a spreadsheet.</summary>
internal static class AuditCsv
{
    private const string Header = "id,at,kind,succeeded,account,actor,client,method,address,detail\r\n";

    /// <summary>What a spreadsheet takes for the beginning of a formula.</summary>
    private const string FormulaStarts = "=+-@\t\r\n|%";

    public static byte[] Write(IEnumerable<AuditRecord> records)
    {
        var text = new StringBuilder(Header);
        foreach (var record in records)
        {
            text.AppendJoin(',', FieldsOf(record).Select(Quote)).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string?[] FieldsOf(AuditRecord record) =>
    [
        record.Id.ToString(CultureInfo.InvariantCulture),
        record.At.ToString("O", CultureInfo.InvariantCulture),
        $"{record.Kind}",
        record.Succeeded ? "true" : "false",
        $"{record.AccountId}",
        $"{record.ActorId}",
        record.ClientId,
        record.Method,
        record.Address,
        record.Detail,
    ];

    /// <summary>
    /// A client chooses its id and a person a name; neither may calculate on the machine of who opens the file.
    /// </summary>
    private static string Quote(string? value)
    {
        var text = value ?? string.Empty;
        // Some skip the blanks before looking.
        if (FormulaStarts.Contains(text.FirstOrDefault(' ')) || FormulaStarts.Contains(text.Trim().FirstOrDefault(' ')))
            text = "'" + text;
        return $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
