namespace Shop.Notifications;

/// <summary>A letter as HTML. Mail programs know styles on the element only, and no scripts.</summary>
internal static class LetterHtml
{
    private const string Body = "margin:0;padding:24px;background:#f3f3f1;color:#222;"
        + "font:16px/1.5 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

    private const string Sheet = "max-width:560px;margin:0 auto;padding:32px;background:#fff;border-radius:8px";
    private const string Head = "margin:0 0 24px;font-size:14px;letter-spacing:.08em;"
        + "text-transform:uppercase;color:#666";

    private const string Title = "margin:0 0 16px;font-size:22px;line-height:1.3";
    private const string Code = "margin:24px 0;font:bold 32px/1.2 ui-monospace,Consolas,monospace;letter-spacing:.2em";
    private const string Button = "display:inline-block;padding:12px 20px;border-radius:6px;background:#1f4d3a;"
        + "color:#fff;text-decoration:none";

    private const string Table = "width:100%;margin:24px 0;border-collapse:collapse";
    private const string Cell = "padding:8px 0;border-bottom:1px solid #e4e4e0;text-align:left;vertical-align:top";
    private const string Amount = "padding:8px 0 8px 16px;border-bottom:1px solid #e4e4e0;text-align:right;"
        + "white-space:nowrap;vertical-align:top";

    private const string Sum = "padding:12px 0;text-align:left;font-weight:bold";
    private const string SumAmount = "padding:12px 0 12px 16px;text-align:right;white-space:nowrap;font-weight:bold";

    public static string Write(Letter letter) => Html.Of($"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>{letter.Subject}</title></head>
        <body style="{Body}">
        <main style="{Sheet}">
        <p style="{Head}">{letter.Head.Shop}</p>
        <h1 style="{Title}">{letter.Subject}</h1>
        {Html.Join(letter.Parts.Select(Part))}</main>
        </body>
        </html>

        """).ToString();

    private static Html Part(LetterPart part) => part switch
    {
        Paragraph one => Html.Of($"<p>{one.Text}</p>\n"),
        OneTimeCode one => Html.Of($"<p style=\"{Code}\">{one.Text}</p>\n"),
        Link one => Html.Of($"<p><a href=\"{one.Url}\" style=\"{Button}\">{one.Label}</a></p>\n"),
        Block one => Html.Of($"<p><strong>{one.Title}</strong>{Html.Join(one.Lines.Select(Line))}</p>\n"),
        Bill one => Html.Of($"""
            <table style="{Table}">
            {Html.Join(one.Lines.Select(Row))}<tr><th style="{Sum}">Total</th>
            <td style="{SumAmount}">{one.Total}</td></tr>
            </table>

            """),
        _ => throw new InvalidOperationException($"A {part.GetType().Name} has no HTML."),
    };

    private static Html Line(string line) => Html.Of($"<br>\n{line}");

    private static Html Row(BillLine line) => Html.Of($"""
        <tr><td style="{Cell}">{line.Quantity} × {line.Name}</td>
        <td style="{Amount}">{line.Amount}</td></tr>

        """);
}
