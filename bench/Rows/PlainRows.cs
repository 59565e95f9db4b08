using McpAspire.Bench.Processes;

namespace McpAspire.Bench.Rows;

/// <summary>The floor and the anchors: nothing in between, and proxies that know nothing of MCP.</summary>
internal static class PlainRows
{
    private const int NginxWorkers = 2;

    public static Task<Row> DirectAsync(BenchSite site) => Task.FromResult(
        new Row("direct", new McpTarget(site.BackendPort), site.Backend) { IsBorrowed = true });

    public static Task<Row> YarpAsync(BenchSite site) => YarpAsync(site, Row.BareYarp);

    /// <summary>With the gateway's transport and nothing else of it.</summary>
    public static Task<Row> SocketsAsync(BenchSite site) =>
        YarpAsync(site, "YARP over sockets", "--sockets");

    private static async Task<Row> YarpAsync(BenchSite site, string name, params string[] options)
    {
        var port = ServerProcess.FreePort();
        var process = await ServerProcess.StartAsync(
            port, ServerProcess.Own("BareYarp"), [$"{port}", site.BackendAddress, .. options]);
        return new Row(name, new McpTarget(port), process);
    }

    public static async Task<Row> NginxAsync(BenchSite site)
    {
        const string Program = "/usr/sbin/nginx";
        if (!File.Exists(Program))
            throw new MissingRowException("apt-get install nginx");

        var port = ServerProcess.FreePort();
        var file = Path.Combine(site.Folder, "nginx.conf");
        await File.WriteAllTextAsync(file, Configuration(site, port));
        var process = await ServerProcess.StartAsync(
            port, Program, ["-e", "stderr", "-p", site.Folder, "-c", file, "-g", "daemon off;"]);
        return new Row("nginx", new McpTarget(port), process)
        {
            Measured = [process.Id, .. ProcessCost.ChildrenOf(process.Id)],
        };
    }

    private static string Configuration(BenchSite site, int port) =>
        $$"""
        worker_processes {{NginxWorkers}};
        pid {{site.Folder}}/nginx.pid;
        events { worker_connections 4096; }
        http {
          access_log off;
          client_body_temp_path {{site.Folder}}/body;
          proxy_temp_path {{site.Folder}}/proxy;
          fastcgi_temp_path {{site.Folder}}/fastcgi;
          uwsgi_temp_path {{site.Folder}}/uwsgi;
          scgi_temp_path {{site.Folder}}/scgi;
          keepalive_requests 1000000;
          upstream backend { server 127.0.0.1:{{site.BackendPort}}; keepalive 128; keepalive_requests 1000000; }
          server {
            listen 127.0.0.1:{{port}};
            location / {
              proxy_pass http://backend;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_buffering off;
            }
          }
        }
        """;
}
