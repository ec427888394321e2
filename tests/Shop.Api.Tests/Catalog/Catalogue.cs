using System.Net;
using System.Text.Json;

namespace Shop.Catalog;

/// <summary>What tests ask of the catalogue, in their own words.</summary>
internal static class Catalogue
{
    public const string Products = "/api/v1/products";
    public const string Categories = "/api/v1/categories";

    /// <summary>A word that no other test has, to be part of names.</summary>
    public static string Word() => $"w{Guid.CreateVersion7():N}";

    public static Task<JsonElement> Product(this HttpClient staff, object request) => staff.Made(Products, request);

    public static Task<JsonElement> Category(this HttpClient staff, object request) => staff.Made(Categories, request);

    public static async Task<JsonElement> List(this HttpClient client, string query) =>
        await (await client.GetAsync($"{Products}?{query}")).Read(HttpStatusCode.OK);

    /// <summary>The names on the page, in its order.</summary>
    public static async Task<string[]> Names(this HttpClient client, string query) =>
        [.. (await client.List(query)).GetProperty("results").EnumerateArray().Select(one => one.Text("name"))];

    public static string Text(this JsonElement answer, string property) => answer.GetProperty(property).GetString()!;

    public static Task<HttpResponseMessage> Patch(
        this HttpClient staff, string path, string json, params (string Name, string Value)[] headers) =>
        staff.Send(HttpMethod.Patch, path, json, headers);

    /// <summary>What is at a path.</summary>
    public static async Task<JsonElement> At(this HttpClient client, string path) =>
        await (await client.GetAsync(path)).Read(HttpStatusCode.OK);

    public static async Task<JsonElement> Made(this HttpClient staff, string path, object request)
    {
        using var answer = await staff.PostJson(path, JsonSerializer.Serialize(request, ShopJson.Options));
        return await answer.Read(HttpStatusCode.Created);
    }
}
