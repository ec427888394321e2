namespace Shop;

public class HtmlTests
{
    [Fact]
    public void Text_stays_text_and_markup_stays_markup()
    {
        var inner = Html.Of($"<b>{"<i>"}</b>");

        Assert.Equal(
            "<p title=\"&quot;&#x27;&amp;\">Ω 12 <b>&lt;i&gt;</b></p>",
            Html.Of($"<p title=\"{"\"'&"}\">{"Ω"} {12} {inner}</p>").ToString());
    }
}
