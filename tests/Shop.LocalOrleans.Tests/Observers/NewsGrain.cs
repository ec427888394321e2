using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Utilities;

namespace Shop.LocalOrleans.Observers;

public interface IReader : IGrainObserver
{
    void Hear(string news);

    Task<string> Answer(string question);

    [ResponseTimeout("00:00:01")]
    Task<string> AnswerBriefly(string question);
}

internal sealed class Reader : IReader
{
    private readonly Channel<string> heard = Channel.CreateUnbounded<string>();

    public bool HasNews => heard.Reader.TryPeek(out _);

    public void Hear(string news) => heard.Writer.TryWrite(news);

    public Task<string> Answer(string question) =>
        question == "fail"
            ? throw new InvalidOperationException("The reader failed.")
            : Task.FromResult($"heard: {question}");

    public Task<string> AnswerBriefly(string question) => Answer(question);

    public async Task<string> Read() => await heard.Reader.ReadAsync(new CancellationTokenSource(10_000).Token);
}

public interface INewsGrain : IGrainWithGuidKey
{
    Task Subscribe(IReader reader);

    Task Unsubscribe(IReader reader);

    Task Publish(string news);

    Task<string> Ask(IReader reader, string question);

    Task<string> AskBriefly(IReader reader, string question);
}

internal sealed class NewsGrain : Grain, INewsGrain
{
    private readonly ObserverManager<IReader> readers = new(TimeSpan.FromMinutes(1), NullLogger.Instance);

    public Task Subscribe(IReader reader)
    {
        readers.Subscribe(reader, reader);
        return Task.CompletedTask;
    }

    public Task Unsubscribe(IReader reader)
    {
        readers.Unsubscribe(reader);
        return Task.CompletedTask;
    }

    public Task Publish(string news)
    {
        readers.Notify(reader => reader.Hear(news));
        return Task.CompletedTask;
    }

    public Task<string> Ask(IReader reader, string question) => reader.Answer(question);

    public Task<string> AskBriefly(IReader reader, string question) => reader.AnswerBriefly(question);
}
