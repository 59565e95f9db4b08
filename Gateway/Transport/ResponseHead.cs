using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace McpAspire.Gateway.Transport;

/// <summary>
/// The head of a response (RFC 9112 sections 4 to 6). What could be read in two ways is not read: whoever finds the end
/// of a body elsewhere than the server meant gives the rest of it to the next caller.
/// </summary>
internal struct ResponseHead
{
    private const int MostFields = 100;

    /// <summary>Up to 18 digits fit into a number whatever they are.</summary>
    private const int MostDigits = 18;

    private static readonly SearchValues<byte> Token = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static readonly SearchValues<byte> Forbidden = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Where(value => value != '\t').Append(127).Select(value => (byte)value)]);

    private bool _isOld;
    private bool _hasLength;
    private bool _isChunked;

    public ResponseHead() => IdleLimit = TimeSpan.MaxValue;

    /// <summary>Null for an informational one.</summary>
    public HttpResponseMessage? Response { get; private set; }

    public ResponseContent? Content { get; private set; }

    public BodyFraming Framing { get; private set; }

    /// <summary>Of the body, where it was announced.</summary>
    public long Length { get; private set; }

    /// <summary>Whether another request may follow on the connection.</summary>
    public bool KeepsAlive { get; private set; }

    /// <summary>After which the server closes the connection, if it said so.</summary>
    public TimeSpan IdleLimit { get; private set; }

    public void Close() => KeepsAlive = false;

    /// <summary>The length of the head, with the empty line; 0 while it is not complete.</summary>
    public static int Find(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end >= 0)
            return end + 4;

        // Said now, because a server that ends its lines like that waits for nothing more.
        for (var rest = bytes; rest.IndexOf((byte)'\n') is var at and >= 0; rest = rest[(at + 1)..])
        {
            if (at == 0 || rest[at - 1] != '\r')
                throw new FramingException("A line of the head ends without a carriage return.");
        }

        return 0;
    }

    public static ResponseHead Read(ReadOnlySpan<byte> bytes, HttpRequestMessage request, HeadStrings strings)
    {
        var head = new ResponseHead();
        var end = bytes.IndexOf("\r\n"u8);
        var status = head.ReadStatus(bytes[..end]);
        bytes = bytes[(end + 2)..^2];
        if (status >= 200)
        {
            head.Content = new ResponseContent();
            head.Response = new HttpResponseMessage((HttpStatusCode)status)
            {
                Content = head.Content,
                RequestMessage = request,
            };
        }

        for (var index = 0; !bytes.IsEmpty; index++)
        {
            if (index == MostFields)
                throw new FramingException("The response has too many fields.");
            end = bytes.IndexOf("\r\n"u8);
            head.ReadField(bytes[..end], index, strings);
            bytes = bytes[(end + 2)..];
        }

        if (head.Response is not null)
            head.Decide(status, request.Method);
        return head;
    }

    private int ReadStatus(ReadOnlySpan<byte> line)
    {
        if (line.Length < 12 || !line.StartsWith("HTTP/1."u8) || line[7] is not ((byte)'0' or (byte)'1')
            || line[8] != ' ' || (line.Length > 12 && line[12] != ' ') || line.ContainsAny(Forbidden))
            throw new FramingException("The status line is malformed.");

        _isOld = line[7] == '0';
        KeepsAlive = !_isOld;
        var status = 0;
        foreach (var digit in line[9..12])
        {
            if (digit is < (byte)'0' or > (byte)'9')
                throw new FramingException("The status is no number.");
            status = (status * 10) + digit - '0';
        }

        if (status is < 100 or > 599 or 101)
            throw new FramingException("The status is none that can be an answer.");
        return status;
    }

    private void ReadField(ReadOnlySpan<byte> line, int index, HeadStrings strings)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0 || line[..colon].ContainsAnyExcept(Token))
            throw new FramingException("The name of a field is malformed.");

        var nameBytes = line[..colon];
        var valueBytes = line[(colon + 1)..].Trim(" \t"u8);
        if (valueBytes.ContainsAny(Forbidden))
            throw new FramingException("The value of a field has a control character.");

        if (Ascii.EqualsIgnoreCase(nameBytes, "Content-Length"u8))
            ReadLength(valueBytes);
        else if (Ascii.EqualsIgnoreCase(nameBytes, "Transfer-Encoding"u8))
            ReadCoding(valueBytes);
        else if (Ascii.EqualsIgnoreCase(nameBytes, "Connection"u8))
            KeepsAlive &= !Encoding.Latin1.GetString(valueBytes).Contains("close", StringComparison.OrdinalIgnoreCase);
        else if (Ascii.EqualsIgnoreCase(nameBytes, "Keep-Alive"u8))
            ReadIdleLimit(Encoding.Latin1.GetString(valueBytes));

        if (Response is null)
            return;

        var (name, value) = strings.Of(index, nameBytes, valueBytes);
        if (!Response.Headers.TryAddWithoutValidation(name, value))
            Content!.Headers.TryAddWithoutValidation(name, value);
    }

    private void ReadLength(ReadOnlySpan<byte> value)
    {
        if (_hasLength || value.Length is 0 or > MostDigits)
            throw new FramingException("The length is ambiguous.");

        _hasLength = true;
        foreach (var digit in value)
        {
            if (digit is < (byte)'0' or > (byte)'9')
                throw new FramingException("The length is no number.");
            Length = (Length * 10) + digit - '0';
        }
    }

    private void ReadCoding(ReadOnlySpan<byte> value)
    {
        if (_isChunked || _isOld || !Ascii.EqualsIgnoreCase(value, "chunked"u8))
            throw new FramingException("The transfer coding is not the chunked one.");
        _isChunked = true;
    }

    /// <summary>A second less than the server says: it would close the connection while a request is on its way.</summary>
    private void ReadIdleLimit(string value)
    {
        const string Timeout = "timeout=";
        var text = value.Split(',', StringSplitOptions.TrimEntries)
            .FirstOrDefault(part => part.StartsWith(Timeout, StringComparison.OrdinalIgnoreCase));
        if (ushort.TryParse(text?[Timeout.Length..], CultureInfo.InvariantCulture, out var seconds))
            IdleLimit = TimeSpan.FromSeconds(Math.Max(0, seconds - 1));
    }

    private void Decide(int status, HttpMethod method)
    {
        if (_hasLength && _isChunked)
            throw new FramingException("The response has both a length and a transfer coding.");
        if (method == HttpMethod.Head || status is 204 or 304)
        {
            Framing = BodyFraming.None;
            // There is no body; a server that announces one after 204 may send it all the same.
            KeepsAlive &= !_isChunked && (status != 204 || Length == 0);
        }
        else
        {
            Framing = _isChunked ? BodyFraming.Chunked
                : !_hasLength ? BodyFraming.Close
                : Length == 0 ? BodyFraming.None : BodyFraming.Length;
        }
    }
}
