using System.Collections.Immutable;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Shop.Accounts;

/// <summary>All that the shop holds of a person, to take home.</summary>
internal static class ExportAccount
{
    private const string OrdersSql = """
        select id, reference, status, total, currency, created_at as CreatedAt,
               (state -> 'lines')::text as Items,
               (state -> 'shipping_address')::text as ShippingAddress,
               (state -> 'billing_address')::text as BillingAddress
        from   orders
        where  customer_id = @customer
        order  by created_at desc, id desc
        """;

    public static async Task<Results<Ok<AccountExport>, ProblemHttpResult>> Handle(
        HttpContext http, IGrainFactory grains, NpgsqlDataSource database)
    {
        var me = http.UserId();
        var user = await grains.User(me).View();
        var addresses = await grains.AddressBook(me).Addresses();
        var sessions = await grains.SignIn(me).Sessions();
        if ((user.Error ?? addresses.Error ?? sessions.Error) is { } gone)
            return gone.ToProblem();

        http.Response.Headers.ContentDisposition = "attachment; filename=\"account.json\"";
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new AccountExport(
            user.Value!,
            [.. addresses.Value.Select(AddressResponse.Of)],
            [.. sessions.Value.Select(session => SessionResponse.Of(session, http.SessionId()))],
            await Orders(database, me, http.RequestAborted)));
    }

    private static async Task<ImmutableArray<ExportedOrder>> Orders(
        NpgsqlDataSource database, Guid customer, CancellationToken aborted)
    {
        await using var connection = await database.OpenConnectionAsync(aborted);
        var rows = await connection.QueryAsync<OrderRow>(
            new CommandDefinition(OrdersSql, new { customer }, cancellationToken: aborted));
        return [.. rows.Select(ExportedOrder.Of)];
    }

    public sealed record AccountExport(
        UserView User, ImmutableArray<AddressResponse> Addresses, ImmutableArray<SessionResponse> Sessions,
        ImmutableArray<ExportedOrder> Orders);

    /// <summary><see cref="Total"/> in minor units.</summary>
    public sealed record ExportedOrder(
        Guid Id, string Reference, string Status, long Total, string Currency, DateTimeOffset CreatedAt,
        JsonElement Items, JsonElement? ShippingAddress, JsonElement? BillingAddress)
    {
        internal static ExportedOrder Of(OrderRow row) => new(
            row.Id, row.Reference, row.Status, row.Total, row.Currency, row.CreatedAt, JsonElement.Parse(row.Items),
            Read(row.ShippingAddress), Read(row.BillingAddress));

        private static JsonElement? Read(string? json) => json is null ? null : JsonElement.Parse(json);
    }

    internal sealed record OrderRow(
        Guid Id, string Reference, string Status, long Total, string Currency, DateTime CreatedAt, string Items,
        string? ShippingAddress, string? BillingAddress);
}
