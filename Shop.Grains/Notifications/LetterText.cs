using System.Text;

namespace Shop.Notifications;

/// <summary>A letter for those who read mail as text.</summary>
internal static class LetterText
{
    private const int Width = 72;

    public static string Write(Letter letter)
    {
        var text = new StringBuilder($"{letter.Subject}\n\n");
        foreach (var part in letter.Parts)
            text.Append(Part(part)).Append("\n\n");

        return text.Append($"-- \n{letter.Head.Shop}\n").ToString();
    }

    private static string Part(LetterPart part) => part switch
    {
        Paragraph one => Wrap(one.Text),
        OneTimeCode one => $"    {one.Text}",
        Link one => $"{one.Label}:\n{one.Url}",
        Block one => string.Join('\n', [$"{one.Title}:", .. one.Lines.Select(line => $"  {line}")]),
        Bill one => string.Join('\n', [.. one.Lines.Select(Line), $"Total: {one.Total}"]),
        _ => throw new InvalidOperationException($"A {part.GetType().Name} has no text."),
    };

    private static string Line(BillLine line) => $"{line.Quantity} × {line.Name}: {line.Amount}";

    private static string Wrap(string text)
    {
        var wrapped = new StringBuilder();
        var column = 0;
        foreach (var word in text.Split(' '))
        {
            if (column > 0)
            {
                var breaks = column + 1 + word.Length > Width;
                wrapped.Append(breaks ? '\n' : ' ');
                column = breaks ? 0 : column + 1;
            }

            wrapped.Append(word);
            column += word.Length;
        }

        return wrapped.ToString();
    }
}
