using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;

namespace McpAspire.Gateway.Policy.Commands;

/// <summary>The options that say who calls what.</summary>
internal sealed class CallOptions
{
    private readonly Option<string?> _tool = new("--tool") { Description = "The tool, as its server calls it" };
    private readonly Option<string?> _prompt = new("--prompt") { Description = "The prompt, as its server calls it" };
    private readonly Option<string?> _resource = new("--resource") { Description = "The URI, as its server has it" };
    private readonly Option<string?> _task = new("--task") { Description = "The id of a task" };
    private readonly Option<string?> _method = new("--method") { Description = "The method, such as logging/setLevel or GET" };
    private readonly Option<string> _server = new("--server")
    {
        Description = "Whose it is", DefaultValueFactory = _ => "everything",
    };

    private readonly Option<string?> _arguments = Json("--arguments", "The arguments, a JSON object");
    private readonly Option<string?> _definition = Json("--definition", "What the server lists: title, annotations");
    private readonly Option<string?> _claims = Json("--claims", "Further claims of the token, a JSON object");
    private readonly Option<string> _subject = new("--subject")
    {
        Description = "Who calls: the claim sub", DefaultValueFactory = _ => "somebody",
    };

    private readonly Option<string> _client = new("--client")
    {
        Description = "The OAuth client", DefaultValueFactory = _ => "client",
    };

    private readonly Option<string[]> _scopes = new("--scope")
    {
        Description = "A scope of the token; several", DefaultValueFactory = _ => ["mcp"],
    };

    private readonly Option<string[]> _groups = new("--group") { Description = "A group of the subject; several" };
    private readonly Option<string[]> _labels = new("--label") { Description = "A label of the tool; several" };
    private readonly Option<string?> _address = new("--address") { Description = "Where the call comes from" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])
        [
            _tool, _prompt, _resource, _task, _method, _server, _arguments, _definition, _labels,
            _subject, _client, _scopes, _groups, _claims, _address,
        ])
            command.Add(option);
        command.Validators.Add(result =>
        {
            var named = ((Option[])[_tool, _prompt, _resource, _task]).Count(option => result.GetResult(option) is not null);
            if (named > 1 || (named == 0 && result.GetResult(_method) is null))
                result.AddError("Give one of --tool, --prompt, --resource and --task, or a --method.");
        });
    }

    public PolicyCall Read(ParseResult parsed) => new()
    {
        Tool = parsed.GetValue(_tool),
        Prompt = parsed.GetValue(_prompt),
        Resource = parsed.GetValue(_resource),
        Task = parsed.GetValue(_task),
        Method = parsed.GetValue(_method),
        Server = parsed.GetValue(_server)!,
        Arguments = ObjectOf(parsed.GetValue(_arguments)),
        Definition = ObjectOf(parsed.GetValue(_definition)),
        Labels = parsed.GetValue(_labels) ?? [],
        Subject = parsed.GetValue(_subject)!,
        Client = parsed.GetValue(_client)!,
        Scopes = parsed.GetValue(_scopes) ?? [],
        Groups = parsed.GetValue(_groups) ?? [],
        Claims = ObjectOf(parsed.GetValue(_claims))?.EnumerateObject().ToDictionary(it => it.Name, it => it.Value) ?? [],
        Address = parsed.GetValue(_address),
    };

    private static JsonElement? ObjectOf(string? text) =>
        text is null ? null : JsonSerializer.Deserialize(text, PolicyJson.Default.JsonElement);

    private static Option<string?> Json(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (!IsObject(result))
                result.AddError($"Give {name} a JSON object, such as '{{\"path\":\"/a\"}}'.");
        });
        return option;
    }

    private static bool IsObject(OptionResult result)
    {
        try
        {
            return ObjectOf(result.GetValueOrDefault<string?>()) is null or { ValueKind: JsonValueKind.Object };
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
