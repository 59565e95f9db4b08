using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace McpAspire.Gateway.Transport;

/// <summary>The head of a request (RFC 9112 section 3). What concerns the connection is written here and not copied.</summary>
internal static class RequestHead
{
    public static void Write(RequestOutput output, HttpRequestMessage request)
    {
        var address = request.RequestUri!;
        output.Append(request.Method.Method);
        output.Append(" "u8);
        output.Append(address.PathAndQuery);
        output.Append(" HTTP/1.1\r\nHost: "u8);
        output.Append(request.Headers.Host ?? HostOf(address));
        output.Append("\r\n"u8);
        Write(output, request.Headers);
        if (request.Content is { } content)
        {
            var length = content.Headers.ContentLength;
            Write(output, content.Headers);
            if (length is { } known)
            {
                output.Append("Content-Length: "u8);
                Span<char> digits = stackalloc char[20];
                known.TryFormat(digits, out var count, provider: CultureInfo.InvariantCulture);
                output.Append(digits[..count]);
                output.Append("\r\n"u8);
            }
            else
            {
                output.Append("Transfer-Encoding: chunked\r\n"u8);
            }

            output.Promise(length);
        }
        else if (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head
            && request.Method != HttpMethod.Delete)
        {
            output.Append("Content-Length: 0\r\n"u8);
        }

        output.Append("\r\n"u8);
    }

    private static string HostOf(Uri address)
    {
        if (address.HostNameType != UriHostNameType.Dns || Ascii.IsValid(address.Authority))
            return address.Authority;

        return address.IsDefaultPort ? address.IdnHost : $"{address.IdnHost}:{address.Port}";
    }

    private static void Write(RequestOutput output, HttpHeaders headers)
    {
        foreach (var (name, values) in headers.NonValidated)
        {
            if (FieldNames.IsOfConnection(name))
                continue;
            foreach (var value in values)
            {
                output.Append(name);
                output.Append(": "u8);
                output.Append(value);
                output.Append("\r\n"u8);
            }
        }
    }
}
