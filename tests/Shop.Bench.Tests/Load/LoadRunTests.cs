using Microsoft.AspNetCore.Builder;
using Shop.Bench.Rivals;
using Shop.Bench.Shops;
using Shop.Hosting;

namespace Shop.Bench.Load;

public sealed class LoadRunTests : IAsyncLifetime
{
    private readonly int port = FreePort.Find();
    private WebApplication? server;

    public Task InitializeAsync()
    {
        server = BareServer.Build(port, "Host=127.0.0.1");
        return server.StartAsync();
    }

    public async Task DisposeAsync() => await server!.DisposeAsync();

    [Fact]
    public async Task Every_request_of_a_list_is_sent_and_its_answer_counted()
    {
        var told = new List<string>();
        var plan = new LoadPlan
        {
            Port = port,
            Connections = 7,
            Requests =
            [
                .. Enumerable.Repeat(Http.Get(BareServer.Hello), 40),
                .. Enumerable.Repeat(Http.Get("/nowhere"), 10),
            ],
            Expected = [200],
            Once = true,
        };

        var report = await new LoadRun(plan).Run(told.Add, CancellationToken.None);

        Assert.Equal(40, report.Answers[0].Count);
        Assert.Equal(10, report.With(404)!.Count);
        Assert.Equal(0, report.Lost);
        Assert.Equal([LoadCommand.Begins, LoadCommand.Ends], told);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(200.0)]
    public async Task Both_loops_end_by_the_clock(double? rate)
    {
        var plan = new LoadPlan
        {
            Port = port,
            Connections = 4,
            Requests = [Http.Get(BareServer.Hello)],
            Expected = [200],
            WarmUp = 0.1,
            Seconds = 0.5,
            Rate = rate,
        };

        // The first request compiles the server: on a busy machine that outlasts the half second.
        await new LoadRun(plan with { Once = true, Rate = null }).Run(_ => { }, CancellationToken.None);
        var report = await new LoadRun(plan).Run(_ => { }, CancellationToken.None);

        Assert.True(report.Answers[0].Count > 0);
        Assert.Equal(0, report.Lost);
    }
}
