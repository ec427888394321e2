using System.Text.Json;
using Shop.Testing;

namespace Shop.Accounts;

/// <summary>A certified OpenID Connect server of somebody else's making, in the place of Google.</summary>
internal static class SignInServer
{
    public const string ClientSecret = "the secret that the shop shares with the server";

    private static readonly string[] Packages = ["oidc-provider@9.5.2"];

    /// <summary>
    /// Any password will do. A native client may come back to any port of this machine (RFC 8252 §7.3), so the server
    /// can be there before the shop is.
    /// </summary>
    private const string Script = """
        console.info = console.warn = () => {}
        const http = require('node:http')
        process.stdin.on('end', () => process.exit(0)).resume()
        ;(async () => {
          const { Provider } = await import('oidc-provider')
          const people = JSON.parse(process.env.PEOPLE)
          const server = http.createServer()
          server.listen(0, '127.0.0.1', () => {
            const issuer = `http://127.0.0.1:${server.address().port}`
            const provider = new Provider(issuer, {
              clients: [{
                client_id: 'shop', client_secret: process.env.SECRET, application_type: 'native',
                redirect_uris: ['http://127.0.0.1/api/v1/auth/google/callback'],
              }],
              claims: {
                openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'given_name', 'family_name'],
              },
              conformIdTokenClaims: false,
              cookies: { keys: ['only for tests'] },
              pkce: { required: () => true },
              findAccount: (context, sub) => ({ accountId: sub, claims: () => ({ sub, ...people[sub] }) }),
            })
            server.on('request', provider.callback())
            console.log(issuer)
          })
        })()
        """;

    /// <param name="people">What the server knows of each person, by the name to sign in with.</param>
    public static Task<Peer> Start(Dictionary<string, object> people) => Peer.Start(
        Script, Packages, ("SECRET", ClientSecret), ("PEOPLE", JsonSerializer.Serialize(people)));
}
