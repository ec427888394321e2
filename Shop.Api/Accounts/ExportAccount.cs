using System.Collections.Immutable;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Shop.Carts;

namespace Shop.Accounts;

/// <summary>All that the shop holds of a person, to take home.</summary>
internal static class ExportAccount
{
    /// <summary>Mails about orders say nothing that the orders do not. Codes are for the mailbox alone.</summary>
    private const string Sql = """
        select id, reference, status, total, currency, created_at as CreatedAt, state::text as State
        from   orders
        where  customer_id = @customer
        order  by created_at desc, id desc;

        select kind, recipient, created_at as CreatedAt, sent_at as SentAt, (body - 'code')::text as Body
        from   outbox
        where  recipient = @email and kind like 'account.%'
        order  by created_at desc;

        select at, action, subject, outcome, address
        from   audit_log
        where  actor = @customer
        order  by at desc, id desc
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
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        await using var found = await connection.QueryMultipleAsync(new CommandDefinition(
            Sql, new { customer = me, email = user.Value!.Email }, cancellationToken: http.RequestAborted));
        return TypedResults.Ok(new AccountExport(
            user.Value,
            [.. addresses.Value.Select(AddressResponse.Of)],
            [.. sessions.Value.Select(session => SessionResponse.Of(session, http.SessionId()))],
            await grains.Cart(me).View(),
            [.. (await found.ReadAsync<OrderRow>()).Select(ExportedOrder.Of)],
            [.. (await found.ReadAsync<MailRow>()).Select(ExportedMail.Of)],
            [.. (await found.ReadAsync<DeedRow>()).Select(ExportedDeed.Of)]));
    }

    /// <param name="Mails">About the account, as far back as they are kept.</param>
    /// <param name="Deeds">Sign-ins, and what else is noted.</param>
    public sealed record AccountExport(
        UserView User, ImmutableArray<AddressResponse> Addresses, ImmutableArray<SessionResponse> Sessions,
        CartView Cart, ImmutableArray<ExportedOrder> Orders, ImmutableArray<ExportedMail> Mails,
        ImmutableArray<ExportedDeed> Deeds);
}
