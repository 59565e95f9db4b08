using System.Text.Json;

namespace McpAspire.Gateway.Federation.Results;

/// <summary>
/// Finds the URIs and task ids in what a server says, by the places where the protocol has them, in one pass and
/// without allocating where there are none. Whatever merely looks like one, in a text or in structured content, is
/// the server's own affair.
/// </summary>
internal ref struct ResultScan
{
    // The message around the result was read with a limit of its own.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 128 };

    private Utf8JsonReader _json;
    private List<Edit>? _edits;
    private bool _isTask;
    private bool _isUpdate;

    /// <summary>What to change in a result, or in parameters of a notification or question; null for nothing.</summary>
    public static List<Edit>? Find(ReadOnlySpan<byte> json, string method)
    {
        var scan = new ResultScan
        {
            _json = new Utf8JsonReader(json, Options),
            _isTask = method.StartsWith("tasks/", StringComparison.Ordinal)
                || method.StartsWith("notifications/tasks", StringComparison.Ordinal),
            _isUpdate = method == "notifications/resources/updated",
        };
        if (scan.EntersObject())
            scan.Result();
        return scan._edits;
    }

    /// <summary>What to change in the member <c>_meta</c> of an item of a list.</summary>
    public static List<Edit>? FindInMeta(ReadOnlySpan<byte> json)
    {
        var scan = new ResultScan { _json = new Utf8JsonReader(json, Options) };
        scan.Meta();
        return scan._edits;
    }

    /// <summary>What to change in an object <c>error</c>: the URI of a resource that is not there (SEP-2164).</summary>
    public static List<Edit>? FindInError(ReadOnlySpan<byte> json)
    {
        var scan = new ResultScan { _json = new Utf8JsonReader(json, Options) };
        if (!scan.EntersObject())
            return null;

        while (scan.NextMember())
        {
            if (scan.Is("data"u8))
                scan.ObjectWith("uri"u8, EditKind.Uri);
            else
                scan._json.Skip();
        }

        return scan._edits;
    }

    private void Result()
    {
        while (NextMember())
        {
            if (Is("content"u8))
                Blocks();
            else if (Is("messages"u8))
                Messages();
            else if (Is("contents"u8))
                Contents();
            else if (Is("_meta"u8))
                Meta();
            else if (Is("taskId"u8))
                Take(EditKind.TaskId);
            else if (Is("task"u8))
                ObjectWith("taskId"u8, EditKind.TaskId);
            else if (Is("inputRequests"u8))
                Questions();
            else if (_isUpdate && Is("uri"u8))
                Take(EditKind.Uri);
            else if (_isTask && Is("result"u8))
                Nested();
            else
                _json.Skip();
        }
    }

    private void Nested()
    {
        if (EntersObject())
            Result();
    }

    /// <summary>The map <c>inputRequests</c> (SEP-2322): questions by keys that the server chose.</summary>
    private void Questions()
    {
        if (!EntersObject())
            return;

        while (NextMember())
        {
            if (!EntersObject())
                continue;
            while (NextMember())
            {
                if (Is("params"u8))
                    Nested();
                else
                    _json.Skip();
            }
        }
    }

    /// <summary>One content block or an array of them.</summary>
    private void Blocks()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.StartObject)
            Block();
        else if (_json.TokenType == JsonTokenType.StartArray)
            while (NextObject())
                Block();
    }

    private void Block()
    {
        Edit? uri = null;
        var isLink = false;
        while (NextMember())
        {
            if (Is("type"u8))
                isLink = ReadsString() && _json.ValueTextEquals("resource_link"u8);
            else if (Is("uri"u8))
                uri = ReadsString() ? Current(EditKind.Uri) : null;
            else if (Is("resource"u8))
                Embedded();
            else if (Is("_meta"u8))
                Meta();
            else if (Is("content"u8))
                Blocks();
            else
                _json.Skip();
        }

        // The member type may stand behind the member uri.
        if (isLink && uri is { } found)
            (_edits ??= []).Add(found);
    }

    private void Messages()
    {
        if (!EntersArray())
            return;

        while (NextObject())
        {
            while (NextMember())
            {
                if (Is("content"u8))
                    Blocks();
                else
                    _json.Skip();
            }
        }
    }

    private void Contents()
    {
        if (!EntersArray())
            return;

        while (NextObject())
            Resource();
    }

    private void Resource()
    {
        while (NextMember())
        {
            if (Is("uri"u8))
                Take(EditKind.Uri);
            else if (Is("_meta"u8))
                Meta();
            else
                _json.Skip();
        }
    }

    private void Embedded()
    {
        if (EntersObject())
            Resource();
    }

    private void Meta()
    {
        if (!EntersObject())
            return;

        while (NextMember())
        {
            if (Is("ui"u8))
                ObjectWith("resourceUri"u8, EditKind.Uri);
            else if (Is("ui/resourceUri"u8))
                Take(EditKind.Uri);
            else if (Is("io.modelcontextprotocol/related-task"u8))
                ObjectWith("taskId"u8, EditKind.TaskId);
            else
                _json.Skip();
        }
    }

    private void ObjectWith(ReadOnlySpan<byte> member, EditKind kind)
    {
        if (!EntersObject())
            return;

        while (NextMember())
        {
            if (Is(member))
                Take(kind);
            else
                _json.Skip();
        }
    }

    private void Take(EditKind kind)
    {
        if (ReadsString())
            (_edits ??= []).Add(Current(kind));
    }

    private readonly Edit Current(EditKind kind) =>
        new((int)_json.TokenStartIndex, (int)_json.BytesConsumed, kind);

    private readonly bool Is(ReadOnlySpan<byte> member) => _json.ValueTextEquals(member);

    private bool NextMember() => _json.Read() && _json.TokenType == JsonTokenType.PropertyName;

    /// <summary>Enters the next element that is an object; false at the end of the array.</summary>
    private bool NextObject()
    {
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType == JsonTokenType.StartObject)
                return true;
            _json.Skip();
        }

        return false;
    }

    private bool EntersObject() => Enters(JsonTokenType.StartObject);

    private bool EntersArray() => Enters(JsonTokenType.StartArray);

    private bool ReadsString() => Enters(JsonTokenType.String);

    /// <summary>Reads on; what is not of the kind that belongs here is skipped.</summary>
    private bool Enters(JsonTokenType kind)
    {
        _json.Read();
        if (_json.TokenType == kind)
            return true;

        _json.Skip();
        return false;
    }
}
