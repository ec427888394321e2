using System.Runtime.InteropServices;
using System.Text.Json;

namespace Shop.Testing;

/// <summary>Chromium, as people at home use it: it looks at pages and fills in forms.</summary>
/// <remarks>
/// It comes from npm with all that it needs, so nobody has to install one. Each visit is made by a browser that was
/// never used before.
/// </remarks>
public static class Browser
{
    /// <summary>The driver was made for this version of Chromium.</summary>
    private static readonly string[] Packages = ["playwright-core@1.56.1", "@sparticuz/chromium@141.0.0"];

    /// <summary>
    /// Lays Chromium, its libraries and a font beside the packages. It is packed for the machines that the variable
    /// names, and looks for fonts where those have them; without any font it ends itself at the first letter.
    /// </summary>
    private const string Unpack = """
        process.env.TMPDIR = process.cwd()
        process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x'
        const fonts = '<fontconfig><dir prefix="relative">fonts</dir></fontconfig>'
        import('@sparticuz/chromium')
          .then(({ default: packed }) => packed.executablePath())
          .then(() => require('node:fs').writeFileSync('fonts/fonts.conf', fonts))
        """;

    /// <summary>
    /// What a page complains of is an error in its console, an error of a script and anything that it failed to load:
    /// a Content-Security-Policy that is too tight shows up as all three.
    /// </summary>
    private const string Frame = """
        const { chromium } = require('playwright-core')
        const say = value => console.log(JSON.stringify(value))
        const here = process.cwd()
        const packed = { LD_LIBRARY_PATH: `${here}/al2023/lib`, FONTCONFIG_PATH: `${here}/fonts` }
        process.stdin.on('end', () => process.exit(0)).resume()
        ;(async () => {
          const browser = await chromium.launch({
            executablePath: process.env.CHROMIUM ?? `${here}/chromium`,
            env: process.env.CHROMIUM ? process.env : { ...process.env, ...packed },
            args: ['--no-sandbox'],
          })
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

    /// <param name="steps">JavaScript with a <c>page</c> at hand; what it returns is the answer.</param>
    /// <param name="settings">What the steps find in <c>process.env</c>.</param>
    public static async Task<Visit> Does(string steps, params (string Name, string Value)[] settings)
    {
        var here = (OperatingSystem.IsLinux(), RuntimeInformation.OSArchitecture);
        if (here is not (true, Architecture.X64) && Environment.GetEnvironmentVariable("CHROMIUM") is null)
            throw new InvalidOperationException("This test needs a browser: name the file of a Chromium in CHROMIUM.");

        await Peer.Fetch(Packages, Unpack);
        var script = Frame.Replace("STEPS", steps, StringComparison.Ordinal);
        await using var peer = await Peer.Start(script, Packages, settings);
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
