using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shop.Orders;
using Shop.Storage;
using Shop.Testing;

namespace Shop.Payments;

/// <summary>A shop of which every step is watched, and which may die at each.</summary>
public sealed class MortalShop : ProviderShop
{
    /// <summary>Longer than anybody keeps what a dead process had claimed.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(61);

    private DefaultEndpointDataSource? endpoints;

    /// <summary>Of the process that runs now.</summary>
    internal Life Life { get; private set; } = new();

    /// <summary>Each statement is sent with its text.</summary>
    protected override string ConnectionString =>
        new NpgsqlConnectionStringBuilder(base.ConnectionString) { MaxAutoPrepare = 0 }.ConnectionString;

    /// <summary>Somebody who speaks to whichever process runs now.</summary>
    public HttpClient As(AuthenticationHeaderValue somebody)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = somebody;
        return client;
    }

    /// <summary>What was left behind by a process that is gone may be taken up.</summary>
    public async Task PassTime()
    {
        Clock.Advance(Lease);
        Services.GetRequiredService<Bell<InboxQueue>>().Ring();
        await Grains.Sweeper().Sweep();
    }

    protected override Task Starting()
    {
        Settings["SHOP_SANDBOX"] = "on";
        (Stripe.Webhooks.Pause, Paystack.Webhooks.Pause) = (TimeSpan.FromSeconds(0.02), TimeSpan.FromSeconds(0.02));
        return base.Starting();
    }

    protected override void Compose(WebApplicationBuilder builder)
    {
        base.Compose(builder);
        var life = Life = new();
        (Link.Overheard, Link.AnswerLost) = (life.Says, life.Die);
        builder.Services.ConfigureHttpClientDefaults(client => client.AddHttpMessageHandler(() => new Wire(life)));
    }

    /// <summary>Of one process as of the next: to compile them takes longer than all the rest of a start.</summary>
    protected override void Map(WebApplication application)
    {
        var sources = ((IEndpointRouteBuilder)application).DataSources;
        endpoints ??= new(sources.SelectMany(source => source.Endpoints));
        sources.Clear();
        sources.Add(endpoints);
    }

    /// <summary>To the providers.</summary>
    private sealed class Wire(Life life) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var fate = life.Meet($"{request.Method} {request.RequestUri!.AbsolutePath}");
            if (fate is Fate.LosesRequest)
                throw new HttpRequestException("The wire is cut.");

            var answer = await base.SendAsync(request, cancellationToken);
            if (fate is Fate.Passes)
                return answer;

            answer.Dispose();
            life.Die();
            throw new HttpRequestException("The wire was cut.");
        }
    }
}
