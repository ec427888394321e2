using System.Text.Json;

namespace Shop.Testing;

/// <summary>Chromium, as people at home use it: it looks at pages and fills in forms.</summary>
/// <remarks>Each visit is made by a browser that was never used before.</remarks>
public static class Browser
{
    private const string Driver = "playwright-core@1.56.1";

    /// <summary>
    /// What a page complains of is an error in its console, an error of a script and anything that it failed to load:
    /// a Content-Security-Policy that is too tight shows up as all three.
    /// </summary>
    private const string Frame = """
        const { chromium } = require('playwright-core')
        const say = value => console.log(JSON.stringify(value))
        process.stdin.on('end', () => process.exit(0)).resume()
        ;(async () => {
          const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] })
          say('open')
          const page = await browser.newPage()
          const complaints = []
          page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
          page.on('pageerror', error => complaints.push(`${error}`))
          page.on('requestfailed', request => complaints.push(`${request.url()}: ${request.failure().errorText}`))
          const answer = await (async () => { STEPS })()
          say({ answer: answer ?? null, complaints })
          await browser.close()
        })().catch(failure => say({ failure: `${failure}` }))
        """;

    private static readonly string[] Places =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium"];

    /// <param name="steps">JavaScript with a <c>page</c> at hand; what it returns is the answer.</param>
    /// <param name="settings">What the steps find in <c>process.env</c>.</param>
    public static async Task<Visit> Does(string steps, params (string Name, string Value)[] settings)
    {
        var chromium = Environment.GetEnvironmentVariable("CHROMIUM") ?? Array.Find(Places, File.Exists)
            ?? throw new InvalidOperationException(
                "This test needs a browser: install Chromium (apt-get install chromium), or name one in CHROMIUM.");
        var script = Frame.Replace("STEPS", steps, StringComparison.Ordinal);
        await using var peer = await Peer.Start(script, [Driver], [("CHROMIUM", chromium), .. settings]);
        var said = JsonSerializer.Deserialize<JsonElement>(
            peer.Address == "\"open\"" ? await peer.Says() : peer.Address);
        return said.TryGetProperty("failure", out var failure)
            ? throw new InvalidOperationException($"The browser could not: {failure.GetString()}")
            : new(
                said.GetProperty("answer"),
                [.. said.GetProperty("complaints").EnumerateArray().Select(one => one.GetString()!)]);
    }
}

/// <param name="Answer">What the steps returned.</param>
/// <param name="Complaints">What the pages complained of.</param>
public sealed record Visit(JsonElement Answer, IReadOnlyList<string> Complaints);
