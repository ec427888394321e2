using System.Text;
using System.Text.RegularExpressions;

namespace Shop.Bench.Load;

public class RequestRingTests
{
    [Fact]
    public void Connections_share_the_requests_and_begin_again()
    {
        var plan = Plan(connections: 2, "a", "b", "c", "d", "e");

        Assert.Equal("acea", Sent(new RequestRing(plan, 0), 4));
        Assert.Equal("bdbd", Sent(new RequestRing(plan, 1), 4));
    }

    [Fact]
    public void What_is_sent_once_is_not_sent_again()
    {
        var ring = new RequestRing(Plan(connections: 2, "a", "b", "c") with { Once = true }, 0);

        Assert.Equal("ac", Sent(ring, 2));
        Assert.True(ring.Next().IsEmpty);
    }

    [Fact]
    public void More_connections_than_requests_send_the_same()
    {
        Assert.Equal("a", Sent(new RequestRing(Plan(connections: 3, "a", "b"), 2), 1));
    }

    [Fact]
    public void Each_sending_has_a_key_and_a_number_of_its_own()
    {
        var ring = new RequestRing(Plan(1, $"key {LoadPlan.FreshKey} number {LoadPlan.FreshNumber}."), 0);

        var sent = Enumerable.Range(0, 100).Select(_ => Sent(ring, 1)).ToList();

        Assert.All(sent, text => Assert.Matches(@"^key [0-9a-f]{32} number \d{10}\.$", text));
        Assert.Equal(100, sent.Select(text => Regex.Match(text, "[0-9a-f]{32}").Value).Distinct().Count());
        Assert.Equal(100, sent.Select(text => text[^11..]).Distinct().Count());
    }

    private static LoadPlan Plan(int connections, params string[] requests) =>
        new() { Port = 1, Connections = connections, Requests = requests, Expected = [200] };

    private static string Sent(RequestRing ring, int times) =>
        string.Concat(Enumerable.Range(0, times).Select(_ => Encoding.ASCII.GetString(ring.Next().Span)));
}
