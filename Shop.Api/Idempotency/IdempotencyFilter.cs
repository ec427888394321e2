using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Shop.Idempotency;

/// <summary>
/// Makes a repeat of a request with the same <c>Idempotency-Key</c> get the first answer. What the handler makes it
/// must make under <see cref="IdempotencyKey.RequestId"/>: see <see cref="IIdempotencyGrain"/>.
/// </summary>
/// <remarks>
/// Kept is every definite answer: success and refusal. A fault on our side frees the key, so that the repeat runs. Not
/// for answers that carry secrets, such as tokens, because answers are stored.
/// </remarks>
internal static class IdempotencyFilter
{
    public static T Idempotent<T>(this T endpoints) where T : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilter<T>(Once).IdempotentByItself();

    /// <summary>For a handler whose grain does all this: it only says so in the document.</summary>
    public static T IdempotentByItself<T>(this T endpoints) where T : IEndpointConventionBuilder =>
        endpoints.WithMetadata(TakesIdempotencyKey.Instance);

    private static async ValueTask<object?> Once(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var http = call.HttpContext;
        if (http.IdempotencyKeyOrNull() is not { } key)
            return await next(call);

        var use = http.RequestServices.GetRequiredService<IGrainFactory>().IdempotencyKey(http.UseOf(key));
        var attempt = Guid.CreateVersion7();
        var turn = await use.Begin(attempt, Fingerprint(call, key), http.UserIdOrNull());
        if (turn.Error is { } refused)
            return refused.ToProblem();
        if (turn.Value!.Answer is { } first)
            return new RepeatedAnswer(first, IsReplay: true);

        var answer = await Run(call, next, () => use.Release(attempt));
        await (answer.Status < StatusCodes.Status500InternalServerError ? use.Complete(answer) : use.Release(attempt));
        return new RepeatedAnswer(answer, IsReplay: false);
    }

    private static async Task<KeptAnswer> Run(
        EndpointFilterInvocationContext call, EndpointFilterDelegate next, Func<Task> release)
    {
        try
        {
            return await AnswerRecorder.Record(call.HttpContext, await next(call));
        }
        catch
        {
            await release();
            throw;
        }
    }

    /// <summary>
    /// Of what the request says, not of how it is written: the order of fields and white space do not count.
    /// </summary>
    /// <remarks>
    /// Keyed, because it is stored, and a bare hash of a body with a secret in it could be guessed at.
    /// </remarks>
    private static string Fingerprint(EndpointFilterInvocationContext call, string key)
    {
        var http = call.HttpContext;
        var body = http.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        var json = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.ASCII.GetBytes(key));
        hash.AppendData(Encoding.UTF8.GetBytes(http.Request.QueryString.Value ?? ""));
        if (call.Arguments.FirstOrDefault(argument => body?.IsInstanceOfType(argument) is true) is { } request)
        {
            var said = request is ICarriesSecrets careful ? careful.WithoutSecrets() : request;
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(said, body!, json));
        }

        return Convert.ToBase64String(hash.GetHashAndReset());
    }
}

/// <summary>Marks the endpoints whose documentation names the header.</summary>
internal sealed class TakesIdempotencyKey
{
    public static readonly TakesIdempotencyKey Instance = new();
}
