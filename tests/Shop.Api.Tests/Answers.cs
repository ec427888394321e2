using System.Net;
using System.Text;
using System.Text.Json;

namespace Shop;

/// <summary>What tests say to the shop and ask of its answers.</summary>
internal static class Answers
{
    public static Task<HttpResponseMessage> PostJson(this HttpClient client, string path, string json) =>
        client.PostAsync(path, Json(json));

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    public static async Task<HttpResponseMessage> Send(
        this HttpClient client, HttpMethod method, string path, string? json = null,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = json is null ? null : Json(json) };
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await client.SendAsync(request);
    }

    public static async Task<JsonElement> Read(this HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(expected == answer.StatusCode, $"{(int)answer.StatusCode} instead of {(int)expected}: {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    /// <summary>Asserts all that every problem has, and answers with it.</summary>
    public static async Task<JsonElement> Problem(this HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var problem = await answer.Read(status);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal($"/problems/{code}", problem.GetProperty("type").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("trace_id").GetString()!);
        return problem;
    }

    /// <summary>Asserts 422 <c>validation_failed</c> over just these fields.</summary>
    public static async Task Invalid(this HttpResponseMessage answer, params string[] fields)
    {
        var problem = await answer.Problem(HttpStatusCode.UnprocessableEntity, "validation_failed");
        var errors = problem.GetProperty("errors");
        Assert.Equal(fields.Order(), errors.EnumerateObject().Select(error => error.Name).Order());
        Assert.All(errors.EnumerateObject(), error => Assert.NotEmpty(error.Value[0].GetString()!));
    }
}
